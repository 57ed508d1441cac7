using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>The requests that lead from a place in a text to another: they differ in where to.</summary>
public static class GoTo
{
    /// <param name="target">From the binding, the file and the offset in it; null where it leads nowhere.</param>
    public static async Task<LocationOrLocationLinks> GoToAsync(
        this Workspace workspace,
        string what,
        TextDocumentPositionParams request,
        Func<Binding, string, int, FileSpan?> target,
        CancellationToken cancellation
    ) =>
        await workspace
            .AskAsync(
                what,
                request.TextDocument,
                cancellation,
                document =>
                {
                    var (binding, offset) = (document.Binding.Value, Positions.OffsetOf(document, request.Position));
                    return target(binding, document.Path, offset) is { } there
                        ? new LocationOrLocationLinks(Positions.LocationOf(binding, there))
                        : null;
                }
            )
            .ConfigureAwait(false)
        ?? new LocationOrLocationLinks();
}
