using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Workspaces;

/// <summary>
/// Every topology of the workspace that a file takes part in: its own, and those of the files that import it.
/// </summary>
public sealed class Topologies(WorkspaceFiles files)
{
    /// <summary>
    /// The topologies in which a thing of <paramref name="document"/> can be spoken of, each with that thing.
    /// </summary>
    public IEnumerable<(Binding Binding, Named Named)> With(
        WorkspaceState state,
        OpenDocument document,
        Named named,
        CancellationToken cancellation
    )
    {
        foreach (
            var binding in Importing(state, document, named.Symbol.Path, cancellation).Prepend(document.Binding.Value)
        )
        {
            if (binding.All.FirstOrDefault(symbol => IsSame(symbol, named.Symbol)) is { } symbol)
            {
                yield return (binding, named with { Symbol = symbol });
            }
        }
    }

    private IEnumerable<Binding> Importing(
        WorkspaceState state,
        OpenDocument document,
        string path,
        CancellationToken cancellation
    )
    {
        foreach (var other in state.Documents.Values.Where(other => other != document))
        {
            cancellation.ThrowIfCancellationRequested();
            if (other.Binding.Value is { } binding && binding.Files.Any(file => file.Path == path))
            {
                yield return binding;
            }
        }

        // A file without an import speaks of nothing but itself.
        foreach (
            var (closed, tree) in files
                .Closed(state, cancellation)
                .Where(file => file.Tree.Text.Content.Contains("import", StringComparison.Ordinal))
        )
        {
            var uri = DocumentPaths.ToUri(closed);
            var read = state.Begin(uri, closed, version: null, DocumentTree.Of(tree.Text));
            if (read.Binding.Value is { } binding && binding.Files.Any(file => file.Path == path))
            {
                yield return binding;
            }
        }
    }

    private static bool IsSame(Symbol one, Symbol other) =>
        one.Kind == other.Kind && one.Path == other.Path && one.Declaration.Start == other.Declaration.Start;
}
