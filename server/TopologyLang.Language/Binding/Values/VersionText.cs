namespace TopologyLang.Language.Binding.Values;

/// <summary>A program's version as text: <c>9.1</c> or <c>9.1.2</c>.</summary>
internal static class VersionText
{
    /// <summary>Null where the text is none.</summary>
    public static Version? TryParse(string text) =>
        text.Count(c => c == '.') is 1 or 2 && Version.TryParse(text, out var version) ? version : null;

    /// <exception cref="FormatException">The text is not <c>MAJOR.MINOR[.PATCH]</c>.</exception>
    public static Version Parse(string text) =>
        TryParse(text) ?? throw new FormatException($"'{text}' is not a version such as 9.1 or 9.1.2");
}
