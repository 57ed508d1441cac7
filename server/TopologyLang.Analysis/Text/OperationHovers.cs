using System.Text;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Text;

/// <summary>A statement of a scenario: what the kernel answered and why, or what a run came to.</summary>
internal static class OperationHovers
{
    public static string Of(FileAnalysis analysis, SyntaxElement element)
    {
        var text = new StringBuilder();
        foreach (var timeline in analysis.System.Timelines.Where(timeline => timeline.Scenario == element.Owner.Name))
        {
            AppendAnswer(text, timeline, element.Index);
            AppendRun(text, analysis, timeline, element.Index);
        }

        text.AppendLine($"`{element.Statement!.Form.Pattern}` — {MarkdownText.Escape(element.Statement.Form.Doc)}");
        return text.ToString();
    }

    private static void AppendAnswer(StringBuilder text, SimulatedTimeline timeline, int index)
    {
        foreach (var outcome in timeline.Kernel.Operations.Where(outcome => outcome.Index == index))
        {
            text.AppendLine($"**{outcome.Result}** on Linux {outcome.Kernel}");
            text.AppendLine();
            foreach (var reason in outcome.Chain)
            {
                text.AppendLine(MarkdownText.Reason(reason));
            }

            text.AppendLine();
        }
    }

    private static void AppendRun(StringBuilder text, FileAnalysis analysis, SimulatedTimeline timeline, int index)
    {
        foreach (var run in timeline.Runs.Where(run => run.Run.OperationIndex == index))
        {
            text.AppendLine($"Run {run.Run.Run}: **{Words.Of(run.Verdict)}**. {RunMarkdown.Verdict(run)}");
            text.AppendLine();
            RunMarkdown.AppendRun(text, run.Verdict);
            RunMarkdown.AppendRemedies(text, analysis, run);
            RunMarkdown.AppendChain(text, run);
        }
    }
}
