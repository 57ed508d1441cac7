using System.Collections.Immutable;
using System.Text;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Vocabulary;

/// <summary>
/// The words of the language for the values of an enumeration: <c>IntelVtd</c> is written <c>intel_vtd</c>.
/// </summary>
public static class WordTable
{
    /// <summary>In the order of the enumeration.</summary>
    public static ImmutableArray<string> Words<T>()
        where T : struct, Enum => Table<T>.Words;

    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.ToWord[value];

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Table<T>.ToValue.TryGetValue(word, out value);

    /// <exception cref="KeyNotFoundException">No value is written so.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum => Table<T>.ToValue[word];

    private static string Word(string name)
    {
        if (name == nameof(Firmware.DeviceTree))
        {
            // One word in the kernel's documentation, and so here.
            return "devicetree";
        }

        var word = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]))
            {
                word.Append('_');
            }

            word.Append(char.ToLowerInvariant(name[i]));
        }

        return word.ToString();
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ToWord = Enum.GetValues<T>()
            .ToDictionary(value => value, value => Word(value.ToString()));

        public static readonly Dictionary<string, T> ToValue = ToWord.ToDictionary(
            pair => pair.Value,
            pair => pair.Key
        );

        public static readonly ImmutableArray<string> Words = [.. Enum.GetValues<T>().Select(value => ToWord[value])];
    }
}
