namespace TopologyLang.Cli.Output;

/// <summary>What a file says must not steer the terminal that shows it: control characters become a visible dot.</summary>
internal static class Printable
{
    public static string Line(string text) => text.Any(IsControl)
        ? string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                span[i] = IsControl(source[i]) ? '\u00b7' : source[i];
            }
        })
        : text;

    private static bool IsControl(char character) => char.IsControl(character) && character != '\t';
}
