using System.Collections.Immutable;

namespace TopologyLang.Language.Syntax;

internal static class TriviaScanner
{
    public static ImmutableArray<TriviaSyntax> Scan(string text)
    {
        var scanner = new TextScanner(text);
        var found = ImmutableArray.CreateBuilder<TriviaSyntax>();
        var lineStart = 0;
        var at = 0;
        while (at < text.Length)
        {
            if (scanner.IsComment(at))
            {
                var end = scanner.CommentEnd(at);
                found.Add(new TriviaSyntax(KindOf(scanner, at), TextSpan.FromBounds(at, end)));
                at = end;
                lineStart = -1;
            }
            else if (Characters.IsNewline(text[at]))
            {
                var next = Characters.SkipNewline(text, at);
                if (lineStart >= 0)
                {
                    found.Add(new TriviaSyntax(TriviaKind.BlankLine, TextSpan.FromBounds(lineStart, next)));
                }

                at = lineStart = next;
            }
            else if (text[at] == '"')
            {
                at = scanner.StringEnd(at, out _);
                lineStart = -1;
            }
            else
            {
                lineStart = Characters.IsBlank(text[at]) ? lineStart : -1;
                at++;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// The text of the last run of <c>///</c> lines before <paramref name="end"/> that nothing separates from it.
    /// </summary>
    public static string? DocComment(TextScanner scanner, int end)
    {
        var lines = new List<string>();
        for (var at = 0; at < end; )
        {
            var start = Characters.SkipBlanks(scanner.Text, at);
            if (start >= end)
            {
                // Only the indentation of what is documented.
                break;
            }

            if (scanner.IsLineComment(start) && KindOf(scanner, start) == TriviaKind.DocComment)
            {
                at = Characters.LineEnd(scanner.Text, start);
                lines.Add(scanner.Text[(start + 3)..at].Trim());
                at = Characters.SkipNewline(scanner.Text, at);
            }
            else
            {
                lines.Clear();
                at = scanner.IsBlockComment(start)
                    ? scanner.CommentEnd(start)
                    : Characters.SkipNewline(scanner.Text, Characters.LineEnd(scanner.Text, start));
            }
        }

        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    private static TriviaKind KindOf(TextScanner scanner, int at)
    {
        if (scanner.IsBlockComment(at))
        {
            return TriviaKind.BlockComment;
        }

        // Four slashes are a line that separates, not documentation.
        var text = scanner.Text;
        var slashes = at + 2 < text.Length && text[at + 2] == '/' && !(at + 3 < text.Length && text[at + 3] == '/');
        return slashes ? TriviaKind.DocComment : TriviaKind.LineComment;
    }
}
