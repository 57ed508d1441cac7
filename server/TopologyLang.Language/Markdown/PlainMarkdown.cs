using System.Globalization;
using System.Text;

namespace TopologyLang.Language.Markdown;

/// <summary>Text of a file put into Markdown without becoming Markdown, HTML or another direction of writing.</summary>
public static class PlainMarkdown
{
    private const string Special = "\\`*_{}[]<>#+!|~&";
    private const int ShortestFence = 3;

    public static string Of(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (Special.Contains(character, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(IsInvisible(character) ? ' ' : character);
        }

        return escaped.ToString();
    }

    /// <summary>
    /// As a block of .topo code. Source of the fence's length: CommonMark 4.5: only a fence as long as the first one
    /// ends the block.
    /// </summary>
    public static string Code(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', Math.Max(ShortestFence, longest + 1));
        return $"{fence}topo\n{text}\n{fence}";
    }

    /// <summary>
    /// Control characters, and the formatting ones that turn or hide text; a joiner in an emoji or a script stays.
    /// </summary>
    private static bool IsInvisible(char character) =>
        char.IsControl(character)
        || (
            char.GetUnicodeCategory(character)
                is UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            && character is not ('\u200c' or '\u200d')
        );
}
