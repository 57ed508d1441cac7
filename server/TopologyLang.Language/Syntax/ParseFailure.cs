using Sprache;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// Turns what Sprache says about a failure (where, and what was expected there) into a sentence of our own.
/// </summary>
internal static class ParseFailure
{
    /// <param name="start">Where the construct starts: the sentence names the word before the failure only if it is
    /// part of it.</param>
    /// <param name="code">Of the construct; characters that have no meaning and open strings have codes of their
    /// own.</param>
    public static SyntaxError Describe<T>(IResult<T> failure, TextScanner scanner, int start, string code)
    {
        var at = failure.Remainder.Position;
        var expected = failure.Expectations.Distinct().ToList();
        var previous = WordBefore(scanner, start, at);
        var context =
            previous.Length == 0 ? "" : $" after `{Cut(scanner.Text.Substring(previous.Start, previous.Length))}`";
        if (Tokens.EndsStatement(scanner, at))
        {
            var where = previous.Length == 0 ? new TextSpan(at, 0) : previous;
            return new SyntaxError(code, where, $"expected {Expected.List(expected)}{context}");
        }

        var found = TokenAt(scanner, at);
        var text = scanner.Text.Substring(found.Start, found.Length);
        if (text[0] == '"' && !IsClosed(scanner, at))
        {
            return new SyntaxError(
                SyntaxCodes.OpenString,
                found,
                "this string is never closed: expected `\"` before the end of the line"
            );
        }

        if (IsMeaningless(text[0]))
        {
            return new SyntaxError(
                SyntaxCodes.UnexpectedCharacter,
                found,
                $"{Characters.Show(text[0])} has no meaning here: expected {Expected.List(expected)}{context}"
            );
        }

        if (Numbers.IsTooLarge(text))
        {
            return new SyntaxError(
                code,
                found,
                $"`{Cut(text)}` is too large: a number or size must be below 2 to the power of 64"
            );
        }

        var suggestion = char.IsAsciiDigit(text[0])
            ? Numbers.Suggest(text)
            : Spelling.Nearest(text, Expected.Words(expected));
        var meant = suggestion is null ? "" : $"; did you mean `{suggestion}`?";
        return new SyntaxError(
            code,
            found,
            $"expected {Expected.List(expected)}{context}, found `{Cut(text)}`{meant}",
            suggestion
        );
    }

    /// <summary>A word, number or string, or a run of the same sign. At least one character.</summary>
    public static TextSpan TokenAt(TextScanner scanner, int at)
    {
        var text = scanner.Text;
        var end = text[at] == '"' ? scanner.StringEnd(at, out _) : Numbers.End(text, Characters.WordEnd(text, at));
        if (end > at)
        {
            return TextSpan.FromBounds(at, end);
        }

        for (end = at + 1; end < text.Length && IsMeaningless(text[at]) && IsMeaningless(text[end]); )
        {
            end++;
        }

        return TextSpan.FromBounds(at, end);
    }

    /// <summary>What no construct of the language has, outside comments and strings.</summary>
    public static bool IsMeaningless(char c) =>
        !Characters.IsWord(c)
        && !Characters.IsBlank(c)
        && !Characters.IsNewline(c)
        && c is not ('{' or '}' or '[' or ']' or '=' or ';' or ',' or ':' or '"' or '/' or '.');

    /// <summary>Long text would hide the message that quotes it.</summary>
    public static string Cut(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 37), "...");

    private static bool IsClosed(TextScanner scanner, int at)
    {
        scanner.StringEnd(at, out var closed);
        return closed;
    }

    /// <summary>
    /// The word or sign that ends before <paramref name="at"/>, not before <paramref name="start"/>; empty where there
    /// is none.
    /// </summary>
    private static TextSpan WordBefore(TextScanner scanner, int start, int at)
    {
        // Forwards, because only so a comment can be told from what stands in it.
        var previous = new TextSpan(at, 0);
        for (var next = scanner.SkipAll(start); next < at; next = scanner.SkipAll(previous.End))
        {
            previous = TextSpan.FromBounds(next, Math.Min(at, EndOfWord(scanner, next)));
        }

        return previous;
    }

    private static int EndOfWord(TextScanner scanner, int at)
    {
        var text = scanner.Text;
        if (text[at] == '"')
        {
            return scanner.StringEnd(at, out _);
        }

        var end = at;
        while (end < text.Length && (Characters.IsWord(text[end]) || text[end] is '.' or ':'))
        {
            end++;
        }

        return Math.Max(end, at + 1);
    }
}
