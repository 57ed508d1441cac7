using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>Changes of a declaration's members, written the way that the formatter would.</summary>
public static class DeclarationText
{
    private const string Indent = "  ";

    /// <summary>
    /// The body may be written anew: it has both braces, no mistakes, and no comments that would lose their place.
    /// </summary>
    internal static bool CanRewrite(PlacedDeclaration declaration) =>
        declaration.Syntax is { OpenBrace: { } open, CloseBrace: { } close, Errors.IsEmpty: true }
        && !Layout.HasComment(declaration.Syntax, TextSpan.FromBounds(open.Span.End, close.Span.Start));

    /// <summary>The declaration with other members and, after its name, with <paramref name="template"/>.</summary>
    internal static TextChange Rewrite(
        PlacedDeclaration declaration,
        IEnumerable<string> members,
        string? template = null
    )
    {
        var syntax = declaration.Syntax;
        var (nameEnd, open) = (syntax.Name!.Value.Span.End, syntax.OpenBrace!.Value.Span);
        var head =
            syntax.Text[syntax.Span.Start..nameEnd]
            + (template is null ? "" : $" : {template}")
            + syntax.Text[nameEnd..open.End];
        var separator = IsOneLine(syntax) ? "  " : "\n";
        var text = $"{head}{separator}{string.Join(separator, members)}{separator}}}";
        return new TextChange(declaration.Span, Formatter.Format(SyntaxTree.Parse(SourceText.From(text))).TrimEnd());
    }

    /// <summary>
    /// The members in another order, each with the comments above it and behind it in its line. Null where two share a
    /// line, or where a comment goes over several lines, so that it is nobody's.
    /// </summary>
    /// <param name="order">The places of the members as they stand.</param>
    internal static TextChange? Reorder(PlacedDeclaration declaration, IEnumerable<int> order)
    {
        var syntax = declaration.Syntax;
        if (syntax is not { OpenBrace: { } open, CloseBrace: { } close, Errors.IsEmpty: true })
        {
            return null;
        }

        var first = LineEnd(syntax, open.Span.End, close.Span.Start);
        var (at, lines) = (first, new List<string>());
        foreach (var member in syntax.Members)
        {
            if (member.Span.Start < at)
            {
                return null;
            }

            var end = LineEnd(syntax, member.Span.End, close.Span.Start);
            lines.Add(syntax.Text[at..end]);
            at = end;
        }

        var text =
            syntax.Text[syntax.Span.Start..first]
            + string.Concat(order.Select(place => lines[place]))
            + syntax.Text[at..close.Span.End];
        var tree = SyntaxTree.Parse(SourceText.From(text));
        return
            tree.Declarations is [{ Syntax: { Errors.IsEmpty: true, Members.Length: var count } }]
            && count == syntax.Members.Length
            ? new TextChange(declaration.Span, Formatter.Format(tree).TrimEnd())
            : null;
    }

    /// <summary>One more member at the end of the block; null where the declaration has none.</summary>
    internal static TextChange? Append(PlacedDeclaration declaration, string member)
    {
        var syntax = declaration.Syntax;
        if (syntax is not { OpenBrace: { } open, CloseBrace: { } close })
        {
            return null;
        }

        var after = syntax.Members.IsEmpty ? open.Span.End : syntax.Members[^1].Span.End;
        return IsOneLine(syntax)
            ? new TextChange(
                TextSpan.FromBounds(after, close.Span.Start).Shift(declaration.Start),
                $"{(syntax.Members.IsEmpty ? " " : "  ")}{member} "
            )
            : new TextChange(
                new TextSpan(LineEnd(syntax, after, close.Span.Start) + declaration.Start, 0),
                $"\n{Indent}{member}"
            );
    }

    /// <summary>The text of a member.</summary>
    internal static string Of(PlacedDeclaration declaration, MemberSyntax member) =>
        Layout.Member(declaration.Syntax, member);

    private static bool IsOneLine(DeclarationSyntax syntax) =>
        Layout.Newlines(syntax.Text, syntax.OpenBrace!.Value.Span.End, syntax.CloseBrace!.Value.Span.Start) == 0;

    /// <summary>Behind the comment of the last member's line, too.</summary>
    private static int LineEnd(DeclarationSyntax syntax, int at, int close) =>
        Math.Min(Characters.LineEnd(syntax.Text, at), close);
}
