namespace TopologyLang.Server.Tests.Rpc;

/// <summary>What a client says that it can do: everything that this server has a use for.</summary>
public static class ClientCapabilities
{
    /// <param name="dynamicRegistration">It wants to be asked to register; else the capabilities stand in the server's
    /// answer.</param>
    public static object Of(bool dynamicRegistration)
    {
        var registration = new { dynamicRegistration };
        return new
        {
            textDocument = new
            {
                synchronization = registration,
                hover = new { dynamicRegistration, contentFormat = new[] { "markdown" } },
                completion = new
                {
                    dynamicRegistration,
                    completionItem = new { snippetSupport = true, documentationFormat = new[] { "markdown" } },
                },
                signatureHelp = registration,
                declaration = registration,
                definition = registration,
                typeDefinition = registration,
                references = registration,
                documentHighlight = registration,
                documentSymbol = new { dynamicRegistration, hierarchicalDocumentSymbolSupport = true },
                formatting = registration,
                rangeFormatting = registration,
                onTypeFormatting = registration,
                rename = new { dynamicRegistration, prepareSupport = true },
                codeAction = new
                {
                    dynamicRegistration,
                    codeActionLiteralSupport = new { codeActionKind = new { valueSet = new[] { "" } } },
                },
                codeLens = registration,
                documentLink = registration,
                foldingRange = registration,
                selectionRange = registration,
                callHierarchy = registration,
                inlayHint = registration,
                semanticTokens = new
                {
                    dynamicRegistration,
                    requests = new { range = true, full = new { delta = true } },
                    tokenTypes = new[] { "keyword" },
                    tokenModifiers = new[] { "declaration" },
                    formats = new[] { "relative" },
                },
                publishDiagnostics = new
                {
                    relatedInformation = true,
                    versionSupport = true,
                    codeDescriptionSupport = true,
                    dataSupport = true,
                    tagSupport = new { valueSet = new[] { 1, 2 } },
                },
            },
            workspace = new
            {
                workspaceFolders = true,
                didChangeWatchedFiles = registration,
                didChangeConfiguration = registration,
                symbol = registration,
                workspaceEdit = new { documentChanges = true },
                codeLens = new { refreshSupport = true },
                inlayHint = new { refreshSupport = true },
                semanticTokens = new { refreshSupport = true },
            },
            window = new { workDoneProgress = true },
        };
    }
}
