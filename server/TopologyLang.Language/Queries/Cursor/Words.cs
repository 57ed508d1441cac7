using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Cursor;

/// <summary>A word, number, address or sign before the cursor; a line end is <see cref="LineEnd"/>.</summary>
internal readonly record struct Word(string Text, int Start)
{
    public const string LineEnd = "\n";

    public int End => Start + Text.Length;
}

/// <summary>
/// Cuts the text before a cursor into words. It knows less than the parser on purpose: what is being typed is not right
/// yet.
/// </summary>
internal static class Words
{
    /// <returns>Null where the cursor stands in a comment.</returns>
    public static List<Word>? Between(string text, int start, int cursor)
    {
        var scanner = new TextScanner(text);
        List<Word> words = [];
        for (var at = start; at < cursor; )
        {
            if (scanner.IsComment(at))
            {
                at = scanner.CommentEnd(at);
                if (at > cursor || (at == cursor && !text.AsSpan(0, at).EndsWith("*/")))
                {
                    return null;
                }
            }
            else if (Characters.IsBlank(text[at]))
            {
                at++;
            }
            else
            {
                var end = Math.Min(EndOf(scanner, text, at), cursor);
                words.Add(new Word(Characters.IsNewline(text[at]) ? Word.LineEnd : text[at..end], at));
                at = Characters.IsNewline(text[at]) ? Characters.SkipNewline(text, at) : end;
            }
        }

        return words;
    }

    /// <summary>Letters of names, numbers, versions, sizes and addresses.</summary>
    public static bool IsPart(char c) => Characters.IsWord(c) || c is '.' or ':';

    /// <summary>The word that the cursor stands in or at the end of; empty where there is none.</summary>
    public static TextSpan Around(string text, int cursor)
    {
        var (start, end) = (cursor, cursor);
        while (start > 0 && IsPart(text[start - 1]) && !IsHeadColon(text, start - 1))
        {
            start--;
        }

        while (end < text.Length && IsPart(text[end]) && !IsHeadColon(text, end))
        {
            end++;
        }

        return TextSpan.FromBounds(start, end);
    }

    private static int EndOf(TextScanner scanner, string text, int at)
    {
        if (text[at] == '"')
        {
            return scanner.StringEnd(at, out _);
        }

        var end = at;
        while (end < text.Length && IsPart(text[end]) && !IsHeadColon(text, end))
        {
            end++;
        }

        return Math.Max(end, at + 1);
    }

    /// <summary>
    /// The colon of <c>device d : NAME</c> stands by itself; that of an address has digits on both sides.
    /// </summary>
    private static bool IsHeadColon(string text, int at) =>
        text[at] == ':'
        && !(
            at > 0
            && char.IsAsciiHexDigit(text[at - 1])
            && (at + 1 >= text.Length || char.IsAsciiHexDigit(text[at + 1]))
        );
}
