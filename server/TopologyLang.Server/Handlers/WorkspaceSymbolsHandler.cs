using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Protocol.Workspace;
using TopologyLang.Language.Queries;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Declarations of all open files and of the files in the workspace's folders whose names have the letters that were
/// typed.
/// </summary>
public sealed class WorkspaceSymbolsHandler(Workspace workspace, WorkspaceFiles files) : WorkspaceSymbolsHandlerBase
{
    /// <summary>Nobody reads on; with the next letter there are fewer.</summary>
    private const int Most = 500;

    public override Task<Container<SymbolInformation>?> Handle(
        WorkspaceSymbolParams request,
        CancellationToken cancellationToken
    )
    {
        var state = workspace.State;
        return Answer.OrErrorAsync(
            "The search for symbols",
            () =>
                Task.FromResult<Container<SymbolInformation>?>(
                    new Container<SymbolInformation>(
                        Trees(state, cancellationToken)
                            .SelectMany(file =>
                                OutlineItem
                                    .Of(file.Tree)
                                    .Where(item => IsNamed(item, request.Query ?? ""))
                                    .Select(item => Symbols.FlatOf(file.Uri, file.Tree.Text, item))
                            )
                            .Take(Most)
                    )
                )
        );
    }

    protected override WorkspaceSymbolRegistrationOptions CreateRegistrationOptions(
        WorkspaceSymbolCapability capability,
        ClientCapabilities clientCapabilities
    ) => new();

    private IEnumerable<(DocumentUri Uri, SyntaxTree Tree)> Trees(
        WorkspaceState state,
        CancellationToken cancellation
    ) =>
        state
            .Documents.Values.Select(document => (document.Uri, document.Tree.Tree))
            .Concat(files.Closed(state, cancellation).Select(file => (DocumentPaths.ToUri(file.Path), file.Tree)));

    private static bool IsNamed(OutlineItem item, string query) =>
        item.Kind is not (OutlineKind.Import or OutlineKind.Expect)
        && item.Name.Contains(query, StringComparison.OrdinalIgnoreCase);
}
