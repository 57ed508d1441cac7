using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;

namespace TopologyLang.Server.Workspaces;

/// <summary>
/// What the client can take, as it said in its first message. Without a word of it, the least that the protocol asks of
/// a client.
/// </summary>
public sealed record ClientFeatures
{
    public static readonly ClientFeatures Least = new();

    public bool Snippets { get; init; }

    public bool VersionedEdits { get; init; }

    public bool SymbolTree { get; init; }

    public bool CodeLensRefresh { get; init; }

    public bool InlayHintRefresh { get; init; }

    public bool SemanticTokensRefresh { get; init; }

    public bool Progress { get; init; }

    public static ClientFeatures Of(ClientCapabilities? client) =>
        client is null
            ? Least
            : new ClientFeatures
            {
                Snippets = client.TextDocument?.Completion.Value?.CompletionItem?.SnippetSupport ?? false,
                VersionedEdits = client.Workspace?.WorkspaceEdit.Value?.DocumentChanges ?? false,
                SymbolTree = client.TextDocument?.DocumentSymbol.Value?.HierarchicalDocumentSymbolSupport ?? false,
                CodeLensRefresh = client.Workspace?.CodeLens.Value?.RefreshSupport ?? false,

                // Newer than the library: it keeps what it does not know.
                InlayHintRefresh =
                    (client.Workspace?.ExtensionData.TryGetValue("inlayHint", out var hints) ?? false)
                    && (hints as JObject)?.Value<bool?>("refreshSupport") == true,
                SemanticTokensRefresh = client.Workspace?.SemanticTokens.Value?.RefreshSupport ?? false,
                Progress = client.Window?.WorkDoneProgress.Value ?? false,
            };
}
