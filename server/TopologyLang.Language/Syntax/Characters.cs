namespace TopologyLang.Language.Syntax;

/// <summary>Which characters words and lines are made of.</summary>
internal static class Characters
{
    public static bool IsNameStart(char c) => char.IsAsciiLetter(c);

    public static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    public static bool IsNewline(char c) => c is '\n' or '\r';

    /// <summary>Space within a line. The byte order mark that some editors write first counts as one.</summary>
    public static bool IsBlank(char c) => c is ' ' or '\t' or '\f' or '\v' or '\u00a0' or '\ufeff';

    /// <summary>
    /// The end of the word that starts at <paramref name="at"/>, or <paramref name="at"/> where none does.
    /// </summary>
    public static int WordEnd(string text, int at)
    {
        if (at >= text.Length || !IsNameStart(text[at]))
        {
            return at;
        }

        do
        {
            at++;
        } while (at < text.Length && IsWord(text[at]));

        return at;
    }

    public static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && IsBlank(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>The end of the line that <paramref name="at"/> stands in, before its line end.</summary>
    public static int LineEnd(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAny('\n', '\r');
        return length < 0 ? text.Length : at + length;
    }

    /// <summary>The start of the next line: after the line end that stands at <paramref name="at"/>.</summary>
    public static int SkipNewline(string text, int at) =>
        at >= text.Length ? at
        : text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2
        : at + 1;

    /// <summary>How a message shows a character that may have no picture.</summary>
    public static string Show(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || c > '\u024f' ? $"the character U+{(int)c:X4}" : $"`{c}`";
}
