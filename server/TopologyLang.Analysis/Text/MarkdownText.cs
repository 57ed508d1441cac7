using System.Text;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>Text of a file put into Markdown without becoming Markdown or HTML.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_{}[]<>#+!|~";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (Special.Contains(character, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(char.IsControl(character) ? ' ' : character);
        }

        return escaped.ToString();
    }

    public static string Cell(string text) => Escape(text);

    /// <summary>As <see cref="Escape"/>, but what stands in backticks (names, which have no special characters) stays code.</summary>
    public static string Prose(string text) =>
        string.Concat(text.Split('`').Select((part, index) => index % 2 == 0 ? Escape(part) : $"`{part}`"));

    /// <summary>As <see cref="Prose"/>, and what stands between double stars stays strong.</summary>
    public static string Answer(string text) =>
        string.Concat(text.Split("**").Select((part, index) => index % 2 == 0 || part.Length == 0 ? Prose(part) : $"**{Prose(part)}**"));

    /// <summary>A list item: the sentence, then its source in small.</summary>
    public static string Reason(Reason reason)
    {
        var since = reason.Since is { } version ? $", since {version}" : "";
        var uncertain = reason.Uncertain ? " **(uncertain)**" : "";
        var source = reason.Source is null ? "" : $" — *{Escape(reason.Source)}{since}*";
        return $"- {Escape(reason.Text)}{source}{uncertain}";
    }
}
