using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>The word that was probably meant, for every message that knows one.</summary>
public static class SpellingFixes
{
    /// <summary>
    /// Whose suggestion can be taken without looking: the words of the language are few and far apart. A name that is
    /// not declared may be one that is still to be written.
    /// </summary>
    private static readonly ImmutableArray<string> Safe =
    [
        SyntaxCodes.UnknownKeyword,
        BindingCodes.UnknownProperty,
        BindingCodes.WrongValue,
        SyntaxCodes.Statement,
    ];

    public static IEnumerable<Fix> Of(Binding.Binding binding, BoundFile file) =>
        All(binding, file)
            .Select(one => new Fix(
                one.Text.Length == 0 ? "Remove this" : $"Write `{one.Text}`",
                FixKind.QuickFix,
                [new FileChange(file.Path, new TextChange(one.Where.Span, one.Text))]
            )
            {
                Answers = (one.Code, one.Where),
                IsPreferred = true,
            });

    /// <summary>Every safe one of the file at once; null where there are none.</summary>
    public static Fix? AllSafe(Binding.Binding binding, BoundFile file)
    {
        var changes = All(binding, file)
            .Where(one => Safe.Contains(one.Code))
            .DistinctBy(one => one.Where.Span.Start)
            .Select(one => new FileChange(file.Path, new TextChange(one.Where.Span, one.Text)))
            .ToImmutableArray();
        return changes.IsEmpty ? null : new Fix("Correct every misspelt word", FixKind.FixAll, changes);
    }

    private static IEnumerable<(string Code, FileSpan Where, string Text)> All(Binding.Binding binding, BoundFile file)
    {
        var ofSyntax = file
            .Tree.Errors.Where(error => error.Suggestion is not null)
            .Select(error => (error.Code, new FileSpan(file.Path, error.Span), error.Suggestion!));
        var ofBinding = binding
            .Errors.Where(error => error.Suggestion is not null && error.Where.Path == file.Path)
            .Select(error => (error.Code, error.Where, error.Suggestion!));
        return ofSyntax.Concat(ofBinding);
    }
}
