using System.Text;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// The one way to lay a file out. Comments stay, and at most one blank line between two things; a declaration with
/// mistakes is left as it is, because what it means is not known.
/// </summary>
public sealed class Formatter
{
    private readonly StringBuilder output = new();
    private readonly string newline;

    private Formatter(string newline) => this.newline = newline;

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static string Format(SyntaxTree tree, CancellationToken cancellation = default)
    {
        var text = tree.Text.Content;
        var newline = text.AsSpan().IndexOfAny('\n', '\r') is var first and >= 0 && text[first] == '\r' ? "\r\n" : "\n";
        var formatter = new Formatter(newline);
        foreach (var declaration in tree.Declarations)
        {
            cancellation.ThrowIfCancellationRequested();
            formatter.Declaration(declaration.Syntax);
        }

        formatter.Comments(tree.End.Syntax, tree.End.Syntax.Text.Length);
        return formatter.output.ToString();
    }

    private void Declaration(DeclarationSyntax syntax)
    {
        if (!syntax.Errors.IsEmpty)
        {
            StartLine();
            output.Append(syntax.Text);
            return;
        }

        Comments(syntax, syntax.Span.Start);
        output.Append(syntax.OpenBrace is null ? Line(syntax) : Block(syntax));
        foreach (var trivia in syntax.Trivia)
        {
            if (trivia.Kind != TriviaKind.BlankLine && trivia.Span.Start >= syntax.Span.End)
            {
                output.Append("  ").Append(Slice(syntax, trivia.Span).TrimEnd());
            }
        }

        output.Append(newline);
    }

    /// <summary>
    /// The comments before <paramref name="end"/>, each on lines of its own, and the blank line before what follows.
    /// </summary>
    private void Comments(DeclarationSyntax syntax, int end)
    {
        var startsLine = StartLine();
        var previous = 0;
        foreach (var trivia in syntax.Trivia)
        {
            if (trivia.Kind == TriviaKind.BlankLine || trivia.Span.End > end)
            {
                continue;
            }

            BlankLine(syntax.Text, previous, trivia.Span.Start, startsLine);
            output.Append(Slice(syntax, trivia.Span).TrimEnd()).Append(newline);
            previous = trivia.Span.End;
            startsLine = false;
        }

        if (syntax.Keyword.Text.Length > 0)
        {
            BlankLine(syntax.Text, previous, end, startsLine);
        }
    }

    private void BlankLine(string text, int start, int end, bool startsLine)
    {
        if (output.Length > 0 && Layout.Newlines(text, start, end) >= (startsLine ? 1 : 2))
        {
            output.Append(newline);
        }
    }

    /// <summary>True where the output was at the start of a line already, as the source was.</summary>
    private bool StartLine()
    {
        var atStart = output.Length == 0 || Characters.IsNewline(output[^1]);
        if (!atStart)
        {
            output.Append(newline);
        }

        return atStart;
    }

    private static string Line(DeclarationSyntax syntax)
    {
        if (Layout.HasComment(syntax, syntax.Span))
        {
            return Slice(syntax, syntax.Span);
        }

        return syntax.ImportPath is { } path
            ? $"{syntax.Keyword} {Slice(syntax, path.Span)}"
            : Layout.Member(syntax, syntax.Members[0]);
    }

    private string Block(DeclarationSyntax syntax)
    {
        var open = syntax.OpenBrace!.Value.Span;
        var headSpan = TextSpan.FromBounds(syntax.Span.Start, open.End);
        var head = Layout.HasComment(syntax, headSpan) ? Slice(syntax, headSpan) : Head(syntax);
        return new BlockLayout(syntax, head, newline).Format();
    }

    private static string Head(DeclarationSyntax syntax)
    {
        var head = new StringBuilder();
        head.Append(syntax.Keyword.Text).Append(' ').Append(syntax.Name);
        if (syntax.Template is { } template)
        {
            head.Append(" : ").Append(template.Text);
        }

        foreach (var clause in syntax.Clauses)
        {
            head.Append(' ').Append(clause.Keyword.Text).Append(' ').AppendJoin(", ", clause.Names);
        }

        return head.Append(" {").ToString();
    }

    private static string Slice(DeclarationSyntax syntax, TextSpan span) =>
        syntax.Text.Substring(span.Start, span.Length);
}
