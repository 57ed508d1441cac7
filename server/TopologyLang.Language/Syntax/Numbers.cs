using System.Buffers;
using System.Globalization;

namespace TopologyLang.Language.Syntax;

/// <summary>How numbers, sizes, versions and PCI addresses are written.</summary>
public static class Numbers
{
    private static readonly (string Unit, int Shift)[] Units =
    [
        ("KiB", 10),
        ("MiB", 20),
        ("GiB", 30),
        ("TiB", 40),
        ("B", 0),
    ];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> DigitsAndDots = SearchValues.Create("0123456789.");

    /// <summary>
    /// The end of whatever starts with a digit at <paramref name="at"/>: everything that is no sign or space.
    /// </summary>
    public static int End(string text, int at)
    {
        if (at >= text.Length || !char.IsAsciiDigit(text[at]))
        {
            return at;
        }

        while (at < text.Length && (Characters.IsWord(text[at]) || text[at] is '.' or ':'))
        {
            at++;
        }

        return at;
    }

    /// <summary>Of any size: a number that is too large is still one.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? text.Length > 2 && !text[2..].ContainsAnyExcept(HexadecimalDigits)
            : text.Length > 0 && !text.ContainsAnyExcept(Digits);

    /// <summary>Decimal, or hexadecimal with <c>0x</c> before it.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out ulong number) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>A count and its unit, as in <c>512MiB</c>.</summary>
    public static bool TryParseSize(ReadOnlySpan<char> text, out ulong bytes)
    {
        bytes = 0;
        foreach (var (unit, shift) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                var parsed = ulong.TryParse(
                    text[..^unit.Length],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var count
                );
                bytes = count << shift;
                return parsed && bytes >> shift == count;
            }
        }

        return false;
    }

    /// <summary>A number or a size that is written rightly and that 64 bits do not hold.</summary>
    public static bool IsTooLarge(ReadOnlySpan<char> text)
    {
        var digits = text;
        foreach (var (unit, _) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                digits = text[..^unit.Length];
                break;
            }
        }

        var isSize = digits.Length < text.Length;
        return isSize
            ? digits.Length > 0 && !digits.ContainsAnyExcept(Digits) && !TryParseSize(text, out _)
            : IsNumber(text) && !TryParseNumber(text, out _);
    }

    public static bool IsVersion(ReadOnlySpan<char> text)
    {
        var dots = text.Count('.');
        return dots is 1 or 2
            && char.IsAsciiDigit(text[0])
            && char.IsAsciiDigit(text[^1])
            && !text.ContainsAnyExcept(DigitsAndDots)
            && text.IndexOf("..") < 0;
    }

    /// <summary>
    /// The end of a PCI address such as <c>0000:00:02.0</c> or <c>00:02.0</c>, or <paramref name="at"/> where there is
    /// none.
    /// </summary>
    public static int AddressEnd(string text, int at)
    {
        var bus = HexEnd(text, at);
        if (bus == at || bus - at > 8 || bus >= text.Length || text[bus] != ':')
        {
            return at;
        }

        var second = HexEnd(text, bus + 1);
        var device = second < text.Length && text[second] == ':' ? HexEnd(text, second + 1) : second;
        var deviceStart = device == second ? bus + 1 : second + 1;
        var busLength = device == second ? bus - at : second - bus - 1;
        var complete =
            device - deviceStart == 2
            && busLength == 2
            && device + 1 < text.Length
            && text[device] == '.'
            && text[device + 1] is >= '0' and <= '7';
        return complete && !(device + 2 < text.Length && Characters.IsWord(text[device + 2])) ? device + 2 : at;
    }

    /// <summary>
    /// What somebody who wrote the text as a number meant: a size unit spelt differently, a version with something
    /// behind it, or a kernel that has a name, which stands in quotes.
    /// </summary>
    public static string? Suggest(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExcept(Digits);
        var unit = digits > 0 ? text[digits..].ToUpperInvariant() : "";
        if (
            unit.Length is > 0 and <= 3
            && "KMGT".Contains(unit[0], StringComparison.Ordinal)
            && unit[1..] is "" or "B" or "IB"
        )
        {
            return $"{text[..digits]}{unit[0]}iB";
        }

        var version = text.AsSpan().IndexOfAnyExcept(DigitsAndDots);
        return version <= 0 || !IsVersion(text.AsSpan(0, version)) ? null
            : text[version] is '-' or '+' or '~' ? $"\"{text}\""
            : text[..version];
    }

    private static int HexEnd(string text, int at)
    {
        while (at < text.Length && char.IsAsciiHexDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}
