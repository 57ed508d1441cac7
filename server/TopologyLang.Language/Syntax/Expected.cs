namespace TopologyLang.Language.Syntax;

/// <summary>The texts that parsers give as what they expected, and how they are put into a sentence.</summary>
internal static class Expected
{
    public const string EndOfLine = "the end of the line";

    public static string Word(string word) => $"`{word}`";

    /// <summary>a, b or c.</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count switch
        {
            0 => "nothing more",
            1 => items[0],
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} or {items[^1]}",
        };

    /// <summary>The fixed words among what was expected, without their quotes.</summary>
    public static IEnumerable<string> Words(IEnumerable<string> expected) =>
        expected.Where(text => text.Length > 2 && text[0] == '`').Select(text => text[1..^1]);
}
