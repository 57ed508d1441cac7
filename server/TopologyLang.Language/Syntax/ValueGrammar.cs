using System.Text;
using Sprache;

namespace TopologyLang.Language.Syntax;

/// <summary><c>name = value</c>, and the values that may stand there.</summary>
internal static class ValueGrammar
{
    private const string AValue = "a value";

    private static readonly Parser<ValueSyntax> Address = input =>
    {
        var (cursor, at) = Start(input);
        var end = Numbers.AddressEnd(cursor.Source, at);
        return end > at
            ? Result.Success<ValueSyntax>(
                new AddressValue(cursor.Source[at..end], TextSpan.FromBounds(at, end)),
                cursor.To(end)
            )
            : Tokens.Fail<ValueSyntax>(cursor, at, "a PCI address such as 0000:00:02.0");
    };

    private static readonly Parser<ValueSyntax> Number = input =>
    {
        var (cursor, at) = Start(input);
        var end = Numbers.End(cursor.Source, at);
        var value = NumberOf(cursor.Source[at..end], TextSpan.FromBounds(at, end));
        return value is null
            ? Tokens.Fail<ValueSyntax>(cursor, at, "a number, a size such as 4KiB or a version such as 6.8")
            : Result.Success(value, cursor.To(end));
    };

    private static readonly Parser<ValueSyntax> Text = input =>
    {
        var (cursor, at) = Start(input);
        var end = cursor.Scanner.StringEnd(at, out var closed);
        return closed
            ? Result.Success<ValueSyntax>(
                new StringValue(Unescape(cursor.Source[(at + 1)..(end - 1)]), TextSpan.FromBounds(at, end)),
                cursor.To(end)
            )
            : Tokens.Fail<ValueSyntax>(cursor, at, "a string that ends with `\"` on the same line");
    };

    private static readonly Parser<ValueSyntax> Pcie =
        from keyword in Tokens.Name(AValue)
        from address in Address
        select (ValueSyntax)
            new PcieValue((AddressValue)address, TextSpan.FromBounds(keyword.Span.Start, address.Span.End));

    private static readonly Parser<ValueSyntax> Via =
        from device in Tokens.Name("a device name")
        from keyword in Tokens.Name(AValue)
        from domain in Tokens.Name("a domain name")
        select (ValueSyntax)new ViaValue(device, domain, TextSpan.FromBounds(device.Span.Start, domain.Span.End));

    private static readonly Parser<ValueSyntax> Word =
        from word in Tokens.Name(AValue)
        select (ValueSyntax)new WordValue(word.Text, word.Span);

    /// <summary>
    /// What starts with a word: chosen by the word and the one behind it, so that nothing is read twice.
    /// </summary>
    private static readonly Parser<ValueSyntax> Words = input =>
    {
        var (cursor, at) = Start(input);
        var end = Characters.WordEnd(cursor.Source, at);
        var next = cursor.Scanner.SkipInline(end);
        if (IsSign(cursor.Source, next, '='))
        {
            return Tokens.Fail<ValueSyntax>(cursor, at, AValue);
        }

        var nextWord = cursor.Source.AsSpan(next, Characters.WordEnd(cursor.Source, next) - next);
        var isVia = nextWord is "via" && !IsSign(cursor.Source, cursor.Scanner.SkipInline(next + 3), '=');
        return isVia ? Via(input)
            : cursor.Source.AsSpan(at, end - at) is "pcie" ? Pcie(input)
            : Word(input);
    };

    private static readonly Parser<ValueSyntax> Scalar = input =>
    {
        var (cursor, at) = Start(input);
        var c = at < cursor.Source.Length ? cursor.Source[at] : '\n';
        return Numbers.AddressEnd(cursor.Source, at) > at ? Address(input)
            : char.IsAsciiDigit(c) ? Number(input)
            : c == '"' ? Text(input)
            : Characters.IsNameStart(c) ? Words(input)
            : Tokens.Fail<ValueSyntax>(cursor, at, AValue);
    };

    private static readonly Parser<IReadOnlyList<ValueSyntax>> Items = Tokens.Separated(Scalar);

    private static readonly Parser<IReadOnlyList<ValueSyntax>> ItemsOrNone = input =>
    {
        var (cursor, at) = Start(input);
        return IsSign(cursor.Source, at, ']')
            ? Result.Success<IReadOnlyList<ValueSyntax>>([], cursor.To(at))
            : Items(input);
    };

    /// <summary>Where a list could end it could also go on.</summary>
    private static readonly Parser<SyntaxToken> EndOfList = input =>
    {
        var result = Tokens.Sign(']')(input);
        return result.WasSuccessful
            ? result
            : Tokens.Fail<SyntaxToken>(
                (Cursor)input,
                result.Remainder.Position,
                Expected.Word(","),
                Expected.Word("]")
            );
    };

    private static readonly Parser<ValueSyntax> List =
        from open in Tokens.Sign('[')
        from items in ItemsOrNone
        from close in EndOfList
        select (ValueSyntax)new ListValue([.. items], TextSpan.FromBounds(open.Span.Start, close.Span.End));

    private static readonly Parser<ValueSyntax> Value = input =>
    {
        var (cursor, at) = Start(input);
        return IsSign(cursor.Source, at, '[') ? List(input) : Scalar(input);
    };

    public static readonly Parser<PropertySyntax> Property =
        from name in Tokens.Name("a property name")
        from sign in Tokens.Sign('=')
        from value in Value
        select new PropertySyntax(name, value, TextSpan.FromBounds(name.Span.Start, value.Span.End));

    /// <summary>A string on its own, as <c>import</c> has it.</summary>
    public static Parser<ValueSyntax> QuotedText { get; } =
        input =>
        {
            var (cursor, at) = Start(input);
            return IsSign(cursor.Source, at, '"')
                ? Text(input)
                : Tokens.Fail<ValueSyntax>(cursor, at, "a path in quotes");
        };

    public static bool IsSign(string text, int at, char sign) => at < text.Length && text[at] == sign;

    private static (Cursor Cursor, int At) Start(IInput input)
    {
        var cursor = (Cursor)input;
        return (cursor, cursor.Scanner.SkipInline(cursor.Position));
    }

    private static ValueSyntax? NumberOf(string text, TextSpan span) =>
        Numbers.TryParseNumber(text, out var number) ? new NumberValue(number, span)
        : Numbers.TryParseSize(text, out var bytes) ? new SizeValue(bytes, span)
        : Numbers.IsVersion(text) ? new VersionValue(text, span)
        : null;

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
            {
                i++;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
