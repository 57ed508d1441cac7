using System.Collections.Immutable;
using TopologyLang.Analysis.Files;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Analyses;

namespace TopologyLang.Server.Workspaces;

/// <summary>
/// The .topo files of the workspace's folders: only for requests that ask about the whole workspace, never for an edit.
/// Files that have not changed are not read again.
/// </summary>
public sealed class WorkspaceFiles(ImportCache cache)
{
    /// <summary>Of a folder with more (somebody's whole disk), only the first ones are looked at.</summary>
    private const int Most = 2000;

    private static readonly EnumerationOptions Walk = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        MaxRecursionDepth = 16,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>Those that are not open, with their trees.</summary>
    public IEnumerable<(string Path, SyntaxTree Tree)> Closed(WorkspaceState state, CancellationToken cancellation)
    {
        var open = state.Documents.Values.Select(document => document.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Paths(state.Roots).Where(path => !open.Contains(path)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (TreeOf(path) is { } tree)
            {
                yield return (path, tree);
            }
        }
    }

    private static IEnumerable<string> Paths(ImmutableArray<string> roots) =>
        roots
            .Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "*.topo", Walk))
            .Where(path =>
                !path.Contains(
                    $"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .Distinct(StringComparer.Ordinal)
            .Take(Most);

    private SyntaxTree? TreeOf(string path)
    {
        if (cache.Find(path) is { } known)
        {
            return known;
        }

        var stamp = FileStamp.Of(path);
        if (FileSource.Read(path).Text is not { } text)
        {
            return null;
        }

        var tree = SyntaxTree.Parse(text);
        if (stamp is { } when)
        {
            cache.Add(path, when, tree);
        }

        return tree;
    }
}
