using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>Takes out a property that is given twice and a declaration that does not count.</summary>
public static class Duplicates
{
    public static IEnumerable<Fix> Of(Binding.Binding binding, BoundFile file) =>
        from error in binding.Errors
        where error.Code is BindingCodes.PropertyTwice or BindingCodes.Duplicate && error.Where.Path == file.Path
        let declaration = file.Tree.DeclarationAt(error.Where.Span.Start)
        where declaration is not null
        select error.Code == BindingCodes.Duplicate
            ? Of(
                file,
                error,
                "Remove the second declaration",
                new TextChange(TextSpan.FromBounds(declaration.Value.Start, declaration.Value.End), "")
            )
            : Of(
                file,
                error,
                "Remove the second value",
                new TextChange(Member(declaration.Value, error.Where.Span), "")
            );

    private static Fix Of(BoundFile file, BindingError error, string title, TextChange change) =>
        new(title, FixKind.QuickFix, [new FileChange(file.Path, change)]) { Answers = (error.Code, error.Where) };

    /// <summary>With the space after it, or, at the end of a line, the space before it.</summary>
    private static TextSpan Member(PlacedDeclaration declaration, TextSpan name)
    {
        var syntax = declaration.Syntax;
        var member = syntax.Members.First(member => member.Span.Start == name.Start - declaration.Start).Span;
        var end = Characters.SkipBlanks(syntax.Text, member.End);
        var start = member.Start;
        if (end >= syntax.Text.Length || Characters.IsNewline(syntax.Text[end]))
        {
            end = member.End;
            while (start > 0 && Characters.IsBlank(syntax.Text[start - 1]))
            {
                start--;
            }

            // The member was the whole line: the line goes with it.
            start -= start > 0 && Characters.IsNewline(syntax.Text[start - 1]) ? 1 : 0;
        }

        return TextSpan.FromBounds(start, end).Shift(declaration.Start);
    }
}
