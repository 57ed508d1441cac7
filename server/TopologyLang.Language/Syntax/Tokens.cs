using System.Buffers;
using Sprache;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// The words, numbers and signs that the grammar is made of. They are written by hand because Sprache's character
/// parsers build a message for every alternative that fails. Each steps over the space before it; none crosses a line
/// end.
/// </summary>
internal static class Tokens
{
    /// <summary>
    /// The end of a statement: of the line, a <c>;</c>, a brace, or a comment that goes on to the next line.
    /// </summary>
    public static readonly Parser<SyntaxToken> EndOfStatement = input =>
    {
        var cursor = (Cursor)input;
        var at = cursor.Scanner.SkipInline(cursor.Position);
        return EndsStatement(cursor.Scanner, at)
            ? Result.Success(new SyntaxToken("", new TextSpan(at, 0)), cursor.To(at))
            : Fail<SyntaxToken>(cursor, at, Expected.EndOfLine);
    };

    private static readonly Parser<SyntaxToken> Comma = Sign(',');

    public static bool EndsStatement(TextScanner scanner, int at) =>
        scanner.IsLineEnd(at) || scanner.Text[at] is ';' or '}';

    /// <summary>Any word that may be a name.</summary>
    public static Parser<SyntaxToken> Name(string expected) =>
        Scan(expected, static (text, at) => Characters.WordEnd(text, at));

    /// <summary>One of a set of words.</summary>
    public static Parser<SyntaxToken> OneOf(IReadOnlySet<string> words, params string[] expected) =>
        input =>
        {
            var cursor = (Cursor)input;
            var at = cursor.Scanner.SkipInline(cursor.Position);
            var end = Characters.WordEnd(cursor.Source, at);
            return end > at && cursor.Source[at..end] is var word && words.Contains(word)
                ? Success(cursor, at, end)
                : Fail<SyntaxToken>(cursor, at, expected);
        };

    public static Parser<SyntaxToken> Sign(char sign) =>
        Scan(Expected.Word(sign.ToString()), (text, at) => at < text.Length && text[at] == sign ? at + 1 : at);

    /// <summary>Digits, decimal or hexadecimal, that end where a word would.</summary>
    public static Parser<SyntaxToken> Number(string expected) =>
        Scan(
            expected,
            static (text, at) =>
                Numbers.End(text, at) is var end && Numbers.IsNumber(text.AsSpan(at, end - at)) ? end : at
        );

    public static Parser<SyntaxToken> Size(string expected) =>
        Scan(
            expected,
            static (text, at) =>
                Numbers.End(text, at) is var end && Numbers.TryParseSize(text.AsSpan(at, end - at), out _) ? end : at
        );

    public static Parser<SyntaxToken> Version(string expected) =>
        Scan(
            expected,
            static (text, at) =>
                Numbers.End(text, at) is var end && Numbers.IsVersion(text.AsSpan(at, end - at)) ? end : at
        );

    /// <summary>An errno as the kernel spells it: E and capitals.</summary>
    public static Parser<SyntaxToken> Errno(string expected) =>
        Scan(
            expected,
            static (text, at) =>
            {
                var end = Characters.WordEnd(text, at);
                var capitals =
                    end - at > 1
                    && text[at] == 'E'
                    && text.AsSpan(at + 1, end - at - 1).IndexOfAnyExcept(CapitalsAndDigits) < 0;
                return capitals ? end : at;
            }
        );

    /// <summary>
    /// One or more items with commas between them. Sprache's own would take the space before a missing comma for the
    /// start of one.
    /// </summary>
    public static Parser<IReadOnlyList<T>> Separated<T>(Parser<T> item) =>
        input =>
        {
            List<T> items = [];
            while (true)
            {
                var result = item(input);
                if (!result.WasSuccessful)
                {
                    return Fail<IReadOnlyList<T>>(
                        (Cursor)result.Remainder,
                        result.Remainder.Position,
                        [.. result.Expectations]
                    );
                }

                items.Add(result.Value);
                var comma = Comma(result.Remainder);
                if (!comma.WasSuccessful)
                {
                    return Result.Success<IReadOnlyList<T>>(items, result.Remainder);
                }

                input = comma.Remainder;
            }
        };

    public static IResult<T> Fail<T>(Cursor cursor, int at, params string[] expected) =>
        Result.Failure<T>(cursor.To(at), "", expected);

    private static readonly SearchValues<char> CapitalsAndDigits = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    );

    private static Parser<SyntaxToken> Scan(string expected, Func<string, int, int> endOf)
    {
        string[] expectations = [expected];
        return input =>
        {
            var cursor = (Cursor)input;
            var at = cursor.Scanner.SkipInline(cursor.Position);
            var end = endOf(cursor.Source, at);
            return end > at ? Success(cursor, at, end) : Fail<SyntaxToken>(cursor, at, expectations);
        };
    }

    private static IResult<SyntaxToken> Success(Cursor cursor, int at, int end) =>
        Result.Success(new SyntaxToken(cursor.Source[at..end], TextSpan.FromBounds(at, end)), cursor.To(end));
}
