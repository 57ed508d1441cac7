namespace TopologyLang.Analysis.Tests.Docs;

internal static class DocsText
{
    /// <summary>Text in a cell of a table: what would end the cell or become markup does not.</summary>
    public static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("<", "\\<", StringComparison.Ordinal);

    /// <summary>A place in the kernel's source as code, where names may start with underlines; else words.</summary>
    public static string Source(string source) =>
        source.Contains('/', StringComparison.Ordinal) && !source.Contains(' ', StringComparison.Ordinal)
            ? $"`{source}`"
            : Cell(source);
}
