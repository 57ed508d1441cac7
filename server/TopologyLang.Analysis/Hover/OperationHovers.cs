using System.Text;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Hover;

/// <summary>A statement of a scenario: what the kernel answered and why, or what a run came to.</summary>
internal static class OperationHovers
{
    public static string Of(FileAnalysis analysis, SyntaxElement element)
    {
        var text = new StringBuilder();
        foreach (
            var timeline in analysis.System.Timelines.Where(timeline =>
                analysis.Simulates(element.Owner) && timeline.Scenario == element.Owner.Name
            )
        )
        {
            var answers = timeline
                .Kernel.Operations.Where(outcome =>
                    outcome.Index == element.Index && outcome.Operation.Kind != OperationKind.Run
                )
                .Select(outcome => OperationExplanations.Of(timeline, outcome) with { Scenario = null });
            text.Append(ExplanationMarkdown.Of(answers));
            AppendRun(text, analysis, timeline, element.Index);
        }

        text.AppendLine($"`{element.Statement!.Form.Pattern}` — {MarkdownText.Escape(element.Statement.Form.Doc)}");
        return text.ToString();
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
