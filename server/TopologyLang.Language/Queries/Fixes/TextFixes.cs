using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>Everything that can be offered for a place of a text without simulating it.</summary>
public static class TextFixes
{
    public static IEnumerable<Fix> At(Binding.Binding binding, BoundFile file, TextSpan range)
    {
        var answers = SpellingFixes
            .Of(binding, file)
            .Concat(MissingClauses.Of(binding, file))
            .Concat(MissingDeclarations.Of(binding, file))
            .Concat(Duplicates.Of(binding, file))
            .Where(fix =>
                fix.Answers is { } answer
                && answer.Where.Span.Start <= range.End
                && answer.Where.Span.End >= range.Start
            );
        var around = file.Tree.DeclarationAt(range.Start);
        var refactorings =
            around is { } declaration && declaration.Span.Touches(range.Start)
                ? Refactorings.Of(binding, file, declaration)
                : [];
        Fix?[] whole = [Imports.Organize(file), SpellingFixes.AllSafe(binding, file)];
        return answers.Concat(refactorings).Concat(whole.OfType<Fix>());
    }
}
