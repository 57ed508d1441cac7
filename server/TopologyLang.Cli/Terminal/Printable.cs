namespace TopologyLang.Cli.Terminal;

/// <summary>
/// What a file says must not steer the terminal that shows it: control characters, and characters that turn the
/// direction of writing, become a visible dot.
/// </summary>
internal static class Printable
{
    private const char Dot = '\u00b7';

    public static string Line(string text) =>
        text.Any(Steers) ? string.Create(text.Length, text, static (span, source) => Fill(span, source)) : text;

    public static char Of(char character) => Steers(character) ? Dot : character;

    private static void Fill(Span<char> span, string source)
    {
        for (var i = 0; i < source.Length; i++)
        {
            span[i] = Of(source[i]);
        }
    }

    /// <summary>
    /// Source of the second kind: Unicode Standard Annex 9, 2.1 to 2.4: a text with them can look like another one.
    /// </summary>
    private static bool Steers(char character) =>
        (char.IsControl(character) && character != '\t')
        || character
            is '\u061c'
                or '\u200e'
                or '\u200f'
                or (>= '\u202a' and <= '\u202e')
                or (>= '\u2066' and <= '\u2069')
                or '\u2028'
                or '\u2029';
}
