using System.Text;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// Lays out one declaration with braces: on one line where it was written so and fits, else one member a line.
/// </summary>
internal sealed class BlockLayout(DeclarationSyntax syntax, string head, string newline)
{
    private const int Width = 100;
    private const string Indent = "  ";

    private readonly List<Line> lines = [new Line(null, head, false)];

    /// <summary>
    /// A line of the result: a property's name (padded later), the rest of the code, and the comments behind it.
    /// </summary>
    private sealed record Line(string? Name, string Code, bool BlankBefore)
    {
        public List<string> Comments { get; } = [];

        public bool IsComment { get; init; }
    }

    private readonly record struct Element(TextSpan Span, MemberSyntax? Member);

    public string Format()
    {
        var elements = Elements();
        return OneLine(elements) ?? Lines(elements);
    }

    private List<Element> Elements()
    {
        var members = syntax.Members.Select(member => new Element(member.Span, member));
        var inside = TextSpan.FromBounds(syntax.OpenBrace!.Value.Span.End, syntax.CloseBrace!.Value.Span.Start);
        List<Element> elements = [.. members];
        var next = 0;
        foreach (var trivia in syntax.Trivia)
        {
            if (
                trivia.Kind == TriviaKind.BlankLine
                || trivia.Span.Start < inside.Start
                || trivia.Span.Start >= inside.End
            )
            {
                continue;
            }

            while (next < syntax.Members.Length && syntax.Members[next].Span.End <= trivia.Span.Start)
            {
                next++;
            }

            var isInMember = next < syntax.Members.Length && syntax.Members[next].Span.Contains(trivia.Span.Start);
            if (!isInMember)
            {
                elements.Add(new Element(trivia.Span, null));
            }
        }

        elements.Sort(static (one, two) => one.Span.Start.CompareTo(two.Span.Start));
        return elements;
    }

    /// <summary>
    /// Null where it was not written on one line, does not fit, or has several statements, of which each has its own
    /// line.
    /// </summary>
    private string? OneLine(List<Element> elements)
    {
        var block = TextSpan.FromBounds(syntax.OpenBrace!.Value.Span.Start, syntax.CloseBrace!.Value.Span.End);
        var statements = syntax.Members.Count(member => member is StatementSyntax);
        if (
            statements > 1
            || head.AsSpan().ContainsAny('\n', '\r')
            || Layout.Newlines(syntax.Text, block.Start, block.End) > 0
        )
        {
            return null;
        }

        var text = string.Join("  ", elements.Select(Text));
        var line = text.Length == 0 ? $"{head} }}" : $"{head} {text} }}";
        return line.Length <= Width ? line : null;
    }

    private string Text(Element element) =>
        element.Member is { } member
            ? Layout.Member(syntax, member)
            : syntax.Text.Substring(element.Span.Start, element.Span.Length).TrimEnd();

    private string Lines(List<Element> elements)
    {
        var previous = syntax.OpenBrace!.Value.Span.End;
        foreach (var element in elements)
        {
            var newlines = Layout.Newlines(syntax.Text, previous, element.Span.Start);
            if (element.Member is null && newlines == 0)
            {
                lines[^1].Comments.Add(Text(element));
            }
            else
            {
                lines.Add(LineOf(element, newlines > 1 && lines.Count > 1));
            }

            previous = element.Span.End;
        }

        return Write();
    }

    private Line LineOf(Element element, bool blankBefore)
    {
        var isAligned = element.Member is PropertySyntax && !Layout.HasComment(syntax, element.Span);
        return isAligned && element.Member is PropertySyntax property
            ? new Line(property.Name.Text, "= " + Layout.Value(syntax, property.Value), blankBefore)
            : new Line(null, Text(element), blankBefore) { IsComment = element.Member is null };
    }

    private string Write()
    {
        var nameWidth = lines.Max(line => line.Name?.Length ?? 0);
        var codes = lines.ConvertAll(line =>
            line.Name is null ? line.Code : $"{line.Name.PadRight(nameWidth)} {line.Code}"
        );
        var columns = CommentColumns(codes);
        var output = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var indented = i == 0 ? codes[i] : Indent + codes[i];
            output.Append(line.BlankBefore ? newline : "").Append(indented);
            if (line.Comments.Count > 0)
            {
                output.Append(' ', columns[i] - codes[i].Length).AppendJoin("  ", line.Comments);
            }

            output.Append(newline);
        }

        return output.Append('}').ToString();
    }

    /// <summary>
    /// Where the comments behind each line start: those of neighbouring lines stand below each other.
    /// </summary>
    private int[] CommentColumns(List<string> codes)
    {
        var columns = codes.ConvertAll(code => code.Length + 2).ToArray();
        for (var first = 1; first < columns.Length; first++)
        {
            var end = first;
            while (end < columns.Length && IsNeighbour(end) && (end == first || !lines[end].BlankBefore))
            {
                end++;
            }

            if (end > first)
            {
                var group = columns.AsSpan(first, end - first);
                group.Fill(columns[first..end].Max());
                first = end - 1;
            }
        }

        return columns;
    }

    private bool IsNeighbour(int line) => lines[line].Comments.Count > 0 && !lines[line].IsComment;
}
