using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>Sorts the imports at the start of a file and drops the second of the same.</summary>
public static class Imports
{
    /// <returns>Null where they are in order, or have comments or mistakes between them.</returns>
    public static Fix? Organize(BoundFile file)
    {
        var imports = file.Tree.Declarations.TakeWhile(one => one.Syntax.IntendedKeyword == Keywords.Import).ToList();
        var plain = imports.TrueForAll(one => one.Syntax is { Errors.IsEmpty: true, ImportPath: not null });
        if (
            imports.Count < 2
            || !plain
            || imports.Skip(1).Any(one => Layout.HasComment(one.Syntax, new TextSpan(0, one.Syntax.Text.Length)))
        )
        {
            return null;
        }

        var paths = imports.ConvertAll(one => one.Syntax.ImportPath!.Value.Text);
        var sorted = paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var whole = TextSpan.FromBounds(imports[0].Span.Start, imports[^1].Span.End);
        return paths.SequenceEqual(sorted)
            ? null
            : new Fix(
                "Sort the imports",
                FixKind.OrganizeImports,
                [
                    new FileChange(
                        file.Path,
                        new TextChange(whole, string.Join('\n', sorted.Select(path => $"import \"{Escaped(path)}\"")))
                    ),
                ]
            );
    }

    private static string Escaped(string path) =>
        path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
