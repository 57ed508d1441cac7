using OmniSharp.Extensions.LanguageServer.Server;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>What an editor asks about a text, in the order of the protocol's chapters.</summary>
public static class EditingHandlers
{
    public static LanguageServerOptions AddEditing(
        this LanguageServerOptions options,
        Workspace workspace,
        ImportCache imports
    )
    {
        var files = new WorkspaceFiles(imports);
        var topologies = new Topologies(files);
        return options
            .AddHandler(new DeclarationHandler(workspace))
            .AddHandler(new DefinitionHandler(workspace))
            .AddHandler(new TypeDefinitionHandler(workspace))
            .AddHandler(new ReferencesHandler(workspace, topologies))
            .AddHandler(new CallHierarchyHandler(workspace))
            .AddHandler(new DocumentHighlightHandler(workspace))
            .AddHandler(new DocumentLinkHandler(workspace))
            .AddHandler(new CodeLensHandler(workspace))
            .AddHandler(new FoldingRangeHandler(workspace))
            .AddHandler(new SelectionRangeHandler(workspace))
            .AddHandler(new DocumentSymbolHandler(workspace))
            .AddHandler(new SemanticTokensHandler(workspace))
            .AddHandler(new InlayHintHandler(workspace))
            .AddHandler(new CompletionHandler(workspace))
            .AddHandler(new SignatureHelpHandler(workspace))
            .AddHandler(new CodeActionHandler(workspace))
            .AddHandler(new RangeFormattingHandler(workspace))
            .AddHandler(new OnTypeFormattingHandler(workspace))
            .AddHandler(new RenameHandler(workspace, topologies))
            .AddHandler(new PrepareRenameHandler(workspace))
            .AddHandler(new WorkspaceSymbolsHandler(workspace, files));
    }
}
