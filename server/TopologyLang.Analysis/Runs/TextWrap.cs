using System.Collections.Immutable;

namespace TopologyLang.Analysis.Runs;

/// <summary>Breaks text between words.</summary>
internal static class TextWrap
{
    /// <returns>
    /// Lines of at most <paramref name="width"/> characters, but where one word is longer; never none.
    /// </returns>
    public static ImmutableArray<string> Lines(string text, int width)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        lines.Add(line);
        return lines.ToImmutable();
    }

    public static int LongestWord(string text) => text.Split(' ').Max(word => word.Length);
}
