using System.Text;

namespace TopologyLang.Analysis.Text;

/// <summary>Text as an element's content or an attribute's value.</summary>
internal static class XmlText
{
    /// <summary>Characters that XML does not allow become a space.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            escaped.Append(
                character switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&quot;",
                    '\'' => "&apos;",
                    _ when char.IsControl(character)
                            || character is '\ufffe' or '\uffff'
                            || char.IsSurrogate(character) => " ",
                    _ => character.ToString(),
                }
            );
        }

        return escaped.ToString();
    }
}
