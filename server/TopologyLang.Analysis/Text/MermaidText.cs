using System.Globalization;
using System.Text;

namespace TopologyLang.Analysis.Text;

/// <summary>Text in a Mermaid diagram. Source: Mermaid's documentation, "Entity codes to escape characters".</summary>
internal static class MermaidText
{
    /// <summary>
    /// A semicolon ends a statement, # starts the code of a character, and a backtick makes Markdown; what could be
    /// markup is written as such a code.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (character is ';' or '#' or '<' or '>' or '&' or '"' or '%' or '{' or '}' or '`')
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{(int)character};");
            }
            else
            {
                escaped.Append(char.IsControl(character) ? ' ' : character);
            }
        }

        return escaped.ToString();
    }
}
