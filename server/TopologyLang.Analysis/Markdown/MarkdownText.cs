using System.Text;
using System.Text.RegularExpressions;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Markdown;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Markdown;

/// <summary>Text of a file put into Markdown without becoming Markdown or HTML.</summary>
internal static partial class MarkdownText
{
    /// <summary>Behind a coherent verdict; empty where the document is not there.</summary>
    public static string ModelLink => ModelDocument.LeftOut is { } page ? $" [What the model leaves out]({page})" : "";

    public static string Escape(string text) => PlainMarkdown.Of(text);

    /// <summary>
    /// As <see cref="Escape"/>, but what stands between two single backticks (names) stays code. Of several backticks
    /// in a row, or with what no name has between them, none stays: they could pair otherwise than they seem to.
    /// </summary>
    public static string Prose(string text)
    {
        var prose = new StringBuilder(text.Length + 8);
        var done = 0;
        foreach (var code in Code().EnumerateMatches(text))
        {
            prose.Append(Escape(text[done..code.Index])).Append(text, code.Index, code.Length);
            done = code.Index + code.Length;
        }

        return prose.Append(Escape(text[done..])).ToString();
    }

    /// <summary>As <see cref="Prose"/>, and what stands between double stars stays strong.</summary>
    public static string Answer(string text) =>
        string.Concat(
            text.Split("**")
                .Select((part, index) => index % 2 == 0 || part.Length == 0 ? Prose(part) : $"**{Prose(part)}**")
        );

    /// <summary>A list item: the sentence, then its source in small.</summary>
    public static string Reason(Reason reason)
    {
        var since = FixText.SinceInMarkdown(reason);
        var uncertain = reason.Uncertain ? " **(uncertain)**" : "";
        var source = reason.Source is null ? "" : $" — *{Escape(reason.Source)}{since}*";
        return $"- {Escape(reason.Text)}{source}{uncertain}";
    }

    [GeneratedRegex(@"(?<!`)`[^`\p{C}<>]+`(?!`)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
