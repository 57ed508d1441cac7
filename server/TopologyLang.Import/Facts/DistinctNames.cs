using System.Collections.Immutable;
using System.Globalization;

namespace TopologyLang.Import.Facts;

/// <summary>
/// Names of the language for what a machine calls otherwise. Two names of the machine can become one (what the language
/// has no character for is written <c>_</c>, and an address of a device tree is only one within its bus), but a name is
/// declared once.
/// </summary>
internal static class DistinctNames
{
    /// <summary>
    /// The words made different from each other and from those that are taken: the second of a name gets a number
    /// behind it.
    /// </summary>
    public static ImmutableArray<string> Of(IEnumerable<string> wanted, IEnumerable<string>? taken = null)
    {
        var used = new HashSet<string>(taken ?? [], StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var word in wanted)
        {
            var name = word;
            while (!used.Add(name))
            {
                var number = numbers[word] = numbers.GetValueOrDefault(word, 1) + 1;
                name = string.Create(CultureInfo.InvariantCulture, $"{word}_{number}");
            }

            names.Add(name);
        }

        return names.ToImmutable();
    }

    /// <summary>A word of the language, whatever the text is.</summary>
    /// <param name="kind">Starts the word where the text does not start with a letter; all of it where there is no
    /// text.</param>
    public static string Word(string text, string kind)
    {
        var word = string.Concat(
            text.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' ? character : '_')
        );
        return word.Length == 0 ? kind
            : char.IsAsciiLetter(word[0]) ? word
            : $"{kind}_{word}";
    }
}
