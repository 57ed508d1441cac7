using System.Text;
using TopologyLang.Analysis.Explanations;

namespace TopologyLang.Analysis.Markdown;

/// <summary>Explanations as a hover shows them: the answer, then a list item for each reason.</summary>
internal static class ExplanationMarkdown
{
    public static string Of(IEnumerable<Explanation> explanations)
    {
        var text = new StringBuilder();
        foreach (var explanation in explanations)
        {
            var title = explanation.Scenario is { } scenario ? $"*Scenario {MarkdownText.Escape(scenario)}:* " : "";
            var link = explanation.RestsOnModel ? MarkdownText.ModelLink : "";
            text.AppendLine(title + MarkdownText.Answer(explanation.Answer) + link);
            text.AppendLine();
            foreach (var reason in explanation.Chain)
            {
                text.AppendLine(MarkdownText.Reason(reason));
            }

            if (!explanation.Chain.IsEmpty)
            {
                text.AppendLine();
            }
        }

        return text.ToString();
    }
}
