namespace TopologyLang.Language.Syntax;

/// <summary>
/// Steps over comments, strings and space. It remembers where the last comment ends, so that text full of <c>/*</c>
/// costs no more.
/// </summary>
internal sealed class TextScanner(string text)
{
    private int noCloseFrom = int.MaxValue;

    public string Text { get; } = text;

    /// <summary>
    /// The first comment that is never closed; -1 where every comment is. Such a comment counts as one up to the end of
    /// its line.
    /// </summary>
    public int OpenComment { get; private set; } = -1;

    /// <summary>
    /// Over spaces and over block comments that end on the same line: what may stand between two words of a statement.
    /// </summary>
    public int SkipInline(int at)
    {
        while (true)
        {
            at = Characters.SkipBlanks(Text, at);
            if (!IsBlockComment(at))
            {
                return at;
            }

            var end = BlockCommentEnd(at);
            if (Text.AsSpan(at, end - at).IndexOfAny('\n', '\r') >= 0)
            {
                return at;
            }

            at = end;
        }
    }

    /// <summary>Over spaces, line ends and comments of every kind.</summary>
    public int SkipAll(int at)
    {
        while (at < Text.Length)
        {
            if (Characters.IsBlank(Text[at]) || Characters.IsNewline(Text[at]))
            {
                at++;
            }
            else if (IsComment(at))
            {
                at = CommentEnd(at);
            }
            else
            {
                break;
            }
        }

        return at;
    }

    public bool IsLineComment(int at) => at + 1 < Text.Length && Text[at] == '/' && Text[at + 1] == '/';

    public bool IsBlockComment(int at) => at + 1 < Text.Length && Text[at] == '/' && Text[at + 1] == '*';

    public bool IsComment(int at) => IsLineComment(at) || IsBlockComment(at);

    public int CommentEnd(int at) => IsLineComment(at) ? Characters.LineEnd(Text, at) : BlockCommentEnd(at);

    /// <summary>
    /// The end of the string that starts at <paramref name="at"/>: after its closing quote, else the end of the line.
    /// </summary>
    public int StringEnd(int at, out bool closed)
    {
        for (at++; at < Text.Length && !Characters.IsNewline(Text[at]); at++)
        {
            if (Text[at] == '\\' && at + 1 < Text.Length && Text[at + 1] is '"' or '\\')
            {
                at++;
            }
            else if (Text[at] == '"')
            {
                closed = true;
                return at + 1;
            }
        }

        closed = false;
        return at;
    }

    /// <summary>Nothing but a comment or the end of the line is left here.</summary>
    public bool IsLineEnd(int at) => at >= Text.Length || Characters.IsNewline(Text[at]) || IsComment(at);

    private int BlockCommentEnd(int at)
    {
        var close = at + 2 >= noCloseFrom ? -1 : Text.IndexOf("*/", at + 2, StringComparison.Ordinal);
        if (close >= 0)
        {
            return close + 2;
        }

        noCloseFrom = Math.Min(noCloseFrom, at + 2);
        OpenComment = OpenComment < 0 ? at : Math.Min(OpenComment, at);
        return Characters.LineEnd(Text, at);
    }
}
