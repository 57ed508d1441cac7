using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries;

/// <summary>
/// What must change for a text to become the formatted one: single gaps, so that cursors and markers elsewhere stay.
/// </summary>
public static class FormattingEdits
{
    private const string Indent = "  ";

    /// <summary>
    /// Edits on the text as it is, in order and without overlaps. None where the result would not say the same: a fault
    /// of the formatter must not cost anybody text.
    /// </summary>
    public static ImmutableArray<TextChange> Of(SyntaxTree tree)
    {
        var (text, formatted) = (tree.Text.Content, Formatter.Format(tree));
        return text == formatted || !LayoutProof.SaysTheSame(tree, formatted)
            ? []
            : Gaps(text, formatted) ?? [new TextChange(new TextSpan(0, text.Length), formatted)];
    }

    /// <summary>
    /// Those of <see cref="Of(SyntaxTree)"/> that touch the range; none where the formatter does more than move things.
    /// </summary>
    public static ImmutableArray<TextChange> Of(SyntaxTree tree, TextSpan range) =>
        [
            .. Of(tree)
                .Where(edit =>
                    edit.Span.Start <= range.End && edit.Span.End >= range.Start && edit.Span.Length < tree.Text.Length
                ),
        ];

    /// <summary>After a closing brace was typed: the declaration that it closes.</summary>
    public static ImmutableArray<TextChange> AfterBrace(SyntaxTree tree, int offset) =>
        offset > 0
        && tree.DeclarationAt(offset - 1) is { Syntax.CloseBrace: { } brace } declaration
        && brace.Span.End + declaration.Start == offset
            ?
            [
                .. Of(tree, declaration.Span)
                    .Where(edit => edit.Span.Start >= declaration.Span.Start && edit.Span.End <= declaration.Span.End),
            ]
            : [];

    /// <summary>
    /// After a line was broken: the indentation of the new line. What stands above it is left alone while somebody
    /// types.
    /// </summary>
    public static ImmutableArray<TextChange> AfterNewline(SyntaxTree tree, int offset)
    {
        var line = tree.Text.LineSpan(tree.Text.PositionOf(offset).Line);
        var text = tree.Text.Content;
        var end = Math.Min(Characters.SkipBlanks(text, line.Start), line.End);
        var wanted = IsInBlock(tree, line.Start) && !(end < line.End && text[end] == '}') ? Indent : "";
        return text[line.Start..end] == wanted ? [] : [new TextChange(TextSpan.FromBounds(line.Start, end), wanted)];
    }

    private static bool IsInBlock(SyntaxTree tree, int offset)
    {
        var declaration = tree.DeclarationAt(offset) ?? (tree.Declarations.IsEmpty ? null : tree.Declarations[^1]);
        return declaration is { Syntax.OpenBrace: { } open } found
            && open.Span.End + found.Start <= offset
            && (found.Syntax.CloseBrace is not { } close || offset <= close.Span.Start + found.Start);
    }

    /// <summary>
    /// The texts side by side: what is no space is the same in both, but for a <c>;</c> that the formatter leaves out.
    /// Null where it is not (the formatter has moved something, which it does with no text that is known).
    /// </summary>
    private static ImmutableArray<TextChange>? Gaps(string before, string after)
    {
        var edits = ImmutableArray.CreateBuilder<TextChange>();
        var (old, young) = (0, 0);
        while (old < before.Length || young < after.Length)
        {
            var (oldEnd, youngEnd) = (EndOfGap(before, old, after, EndOfSpace(after, young)), EndOfSpace(after, young));
            if (!before.AsSpan(old, oldEnd - old).SequenceEqual(after.AsSpan(young, youngEnd - young)))
            {
                edits.Add(new TextChange(TextSpan.FromBounds(old, oldEnd), after[young..youngEnd]));
            }

            (old, young) = (oldEnd, youngEnd);
            if (old < before.Length != young < after.Length || (old < before.Length && before[old] != after[young]))
            {
                return null;
            }

            (old, young) = (Math.Min(old + 1, before.Length), Math.Min(young + 1, after.Length));
        }

        return edits.ToImmutable();
    }

    private static int EndOfSpace(string text, int at)
    {
        while (at < text.Length && IsSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int EndOfGap(string text, int at, string other, int otherEnd)
    {
        at = EndOfSpace(text, at);
        while (at < text.Length && text[at] == ';' && (otherEnd >= other.Length || other[otherEnd] != ';'))
        {
            at = EndOfSpace(text, at + 1);
        }

        return at;
    }

    private static bool IsSpace(char c) => Characters.IsBlank(c) || Characters.IsNewline(c);
}
