using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// Finds where declarations end; it knows only comments, strings, braces and what a declaration starts with. Where a
/// piece ends depends on the text from its own start up to the first words of the next piece and on nothing before. So
/// an edit is met by splitting again from the piece before the one that it touches.
/// </summary>
internal sealed class DeclarationSplitter(string text)
{
    private readonly TextScanner scanner = new(text);

    /// <param name="End">Where the next piece starts.</param>
    /// <param name="HasContent">It is more than comments and space.</param>
    /// <param name="HasOpenComment">It has a comment that nothing in the rest of the file closes, and is the first such
    /// piece.</param>
    public readonly record struct Piece(int Start, int End, bool HasContent, bool HasOpenComment = false);

    public Piece Next(int start)
    {
        var piece = Split(start);
        var comment = scanner.OpenComment;
        return piece with { HasOpenComment = comment >= piece.Start && comment < piece.End };
    }

    private Piece Split(int start)
    {
        var at = scanner.SkipAll(start);
        if (at >= text.Length)
        {
            return new Piece(start, text.Length, HasContent: false);
        }

        var column = at - LineStart(start, at);
        var word = text.AsSpan(at, Characters.WordEnd(text, at) - at);
        return word is Keywords.Import or Keywords.Expect ? Line(start, at) : Block(start, at, column);
    }

    private Piece Line(int start, int at)
    {
        while (at < text.Length && !Characters.IsNewline(text[at]))
        {
            at = SkipElement(at);
        }

        return new Piece(start, Characters.SkipNewline(text, at), HasContent: true);
    }

    private Piece Block(int start, int at, int column)
    {
        var depth = 0;
        var contentEnd = at;
        var lineHasContent = true;
        while (at < text.Length)
        {
            var c = text[at];
            if (Characters.IsNewline(c))
            {
                at = Characters.SkipNewline(text, at);
                lineHasContent = false;
                if (depth == 0 && !HeadGoesOn(at))
                {
                    return new Piece(start, at, HasContent: true);
                }

                if (depth > 0 && IsDeclaration(at, column))
                {
                    // The comments above the next declaration are that one's.
                    return new Piece(
                        start,
                        Characters.SkipNewline(text, Characters.LineEnd(text, contentEnd)),
                        HasContent: true
                    );
                }

                continue;
            }

            if (c == '}' && --depth <= 0)
            {
                return Closed(start, depth < 0 ? StrayBracesEnd(at) : at + 1);
            }

            depth += c == '{' ? 1 : 0;
            lineHasContent |= !Characters.IsBlank(c) && !scanner.IsComment(at);
            at = SkipElement(at);
            contentEnd = lineHasContent ? at : contentEnd;
        }

        return new Piece(start, text.Length, HasContent: true);
    }

    /// <summary>A run of braces that close nothing is one mistake.</summary>
    private int StrayBracesEnd(int at)
    {
        while (at < text.Length && text[at] == '}')
        {
            at++;
        }

        return at;
    }

    /// <summary>Comments on the line of the closing brace belong to it.</summary>
    private Piece Closed(int start, int at)
    {
        var next = scanner.SkipInline(at);
        if (scanner.IsLineComment(next))
        {
            next = Characters.LineEnd(text, next);
        }

        var endsLine = next >= text.Length || Characters.IsNewline(text[next]);
        return new Piece(start, endsLine ? Characters.SkipNewline(text, next) : at, HasContent: true);
    }

    private int SkipElement(int at) =>
        text[at] == '"' ? scanner.StringEnd(at, out _)
        : scanner.IsComment(at) ? scanner.CommentEnd(at)
        : at + 1;

    /// <summary>A head may go on in the next line: with its brace, its template or a clause.</summary>
    private bool HeadGoesOn(int lineStart)
    {
        var at = Characters.SkipBlanks(text, lineStart);
        if (at >= text.Length)
        {
            return false;
        }

        return text[at] is '{' or ':' || Keywords.IsClause(text.AsSpan(at, Characters.WordEnd(text, at) - at));
    }

    /// <summary>
    /// A line inside an unclosed block that can only be the next declaration, standing no deeper than this one.
    /// </summary>
    private bool IsDeclaration(int lineStart, int column)
    {
        var at = Characters.SkipBlanks(text, lineStart);
        if (at - lineStart > column)
        {
            return false;
        }

        var wordEnd = Characters.WordEnd(text, at);
        var word = text.AsSpan(at, wordEnd - at);
        var next = Characters.SkipBlanks(text, wordEnd);
        if (!Keywords.IsDeclaration(word) || next >= text.Length)
        {
            return false;
        }

        if (word is Keywords.Import)
        {
            return text[next] == '"';
        }

        var nameEnd = Characters.WordEnd(text, next);
        return nameEnd > next && (word is Keywords.Expect || IsHead(Characters.SkipBlanks(text, nameEnd)));
    }

    private bool IsHead(int at) =>
        at < text.Length
        && (text[at] is '{' or ':' || Keywords.IsClause(text.AsSpan(at, Characters.WordEnd(text, at) - at)));

    private int LineStart(int start, int at)
    {
        while (at > start && !Characters.IsNewline(text[at - 1]))
        {
            at--;
        }

        return at;
    }
}
