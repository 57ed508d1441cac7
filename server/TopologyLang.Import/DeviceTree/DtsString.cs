using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TopologyLang.Import.DeviceTree;

/// <summary>
/// What stands between the quotes of a string. Some versions of dtc print a list of strings as one, with <c>\0</c>
/// between them. Source: Devicetree specification 0.4, 6.3 (escapes as in C); dtc treesource.c:write_propval_string,
/// util.c:get_escape_char.
/// </summary>
internal static partial class DtsString
{
    private const string Letters = "abtnvfr";
    private const string Meanings = "\a\b\t\n\v\f\r";

    /// <summary>Without the zero that ends the string.</summary>
    public static byte[] BytesOf(string text)
    {
        // One character a byte, so that an escaped byte is one too.
        var bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
        return Encoding.Latin1.GetBytes(Escape().Replace(bytes, Meaning));
    }

    private static string Meaning(Match escape)
    {
        if (escape.Groups["octal"] is { Success: true, Value: var octal })
        {
            return ((char)(Convert.ToInt32(octal, 8) & 0xff)).ToString();
        }

        if (escape.Groups["hexadecimal"] is { Success: true, ValueSpan: var hexadecimal })
        {
            return ((char)byte.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
        }

        var letter = Letters.IndexOf(escape.Value[1], StringComparison.Ordinal);
        return letter < 0 ? escape.Value[1..] : Meanings[letter..(letter + 1)];
    }

    [GeneratedRegex(
        @"\\(x(?<hexadecimal>[0-9a-fA-F]{1,2})|(?<octal>[0-7]{1,3})|.)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Escape();
}
