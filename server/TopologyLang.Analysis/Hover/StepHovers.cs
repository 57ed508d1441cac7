using System.Text;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Hover;

/// <summary>
/// A statement of a program: what is required there, the shortest run that goes wrong, what mends it, and why.
/// </summary>
internal static class StepHovers
{
    public static string Of(FileAnalysis analysis, SyntaxElement element)
    {
        var text = new StringBuilder();
        var runs = analysis.Simulates(element.Owner) ? analysis.System.RunsOf(element.Owner.Name).ToList() : [];
        foreach (var (timeline, run) in runs)
        {
            Append(text, analysis, timeline, run, element.Index);
        }

        text.AppendLine($"`{element.Statement!.Form.Pattern}` — {MarkdownText.Escape(element.Statement.Form.Doc)}");
        return text.ToString();
    }

    private static void Append(
        StringBuilder text,
        FileAnalysis analysis,
        SimulatedTimeline timeline,
        SimulatedRun run,
        int step
    )
    {
        if (timeline.Scenario is { } scenario)
        {
            text.AppendLine($"*Scenario {scenario}, run {run.Run.Run}:*");
            text.AppendLine();
        }

        var isRead =
            step >= 0 && run.Program.Steps[step].Kind is StepKind.DmaRead or StepKind.DmaWrite or StepKind.Read;
        if (run.Verdict.IsFault && run.Verdict.FailingStep == step)
        {
            AppendStale(text, analysis, run);
        }
        else
        {
            text.AppendLine(RunMarkdown.Verdict(run));
            text.AppendLine();
            AppendMaintenance(text, analysis, run, step, isRead);
        }

        if (isRead || run.Verdict.FailingStep == step || IsMaintenance(run, step))
        {
            RunMarkdown.AppendChain(
                text,
                new ToldChain(null, 0, RunExplanations.OfStep(timeline, run, step, buffer: null).Chain)
            );
        }
    }

    private static void AppendStale(StringBuilder text, FileAnalysis analysis, SimulatedRun run)
    {
        var remedies = analysis.Maintenance.Insertions(run, CancellationToken.None);
        text.AppendLine($"**{StaleStory.Required(remedies)}**: {MarkdownText.Prose(StaleStory.Story(run))}.");
        text.AppendLine();
        RunMarkdown.AppendRun(text, run.Verdict);
        RunMarkdown.AppendRemedies(text, analysis, run);
    }

    /// <summary>
    /// Of a coherent program: which of its maintenance is needed. At a DMA step all of it, at maintenance that one.
    /// </summary>
    private static void AppendMaintenance(
        StringBuilder text,
        FileAnalysis analysis,
        SimulatedRun run,
        int step,
        bool isRead
    )
    {
        if (run.Verdict.Kind != VerdictKind.Coherent)
        {
            return;
        }

        for (var index = 0; index < run.Program.Steps.Length; index++)
        {
            if (IsMaintenance(run, index) && (index == step || (isRead && index < step)))
            {
                var line =
                    LineRange.Of(analysis.Binding, analysis.Binding.StepSpan(run.Program.Name, index)).Start.Line + 1;
                var without = analysis.Maintenance.Without(run, index, CancellationToken.None);
                text.AppendLine(Need(Words.Verb(run.Program.Steps[index].Kind), line, without));
                text.AppendLine();
            }
        }
    }

    private static string Need(string verb, int line, Verdict without) =>
        without.Kind switch
        {
            VerdictKind.Stale or VerdictKind.Overwritten =>
                $"**{verb} required here**, and there is one in line {line}: without it the program is "
                    + $"{MarkdownText.Escape(Words.Of(without))} in {without.Run.Length} steps.",
            VerdictKind.Coherent =>
                $"The {verb} in line {line} is not needed: without it the program is coherent as well.",
            _ => $"Whether the {verb} in line {line} is needed is not decided.",
        };

    private static bool IsMaintenance(SimulatedRun run, int step) =>
        step >= 0 && InstructionSet.IsMaintenance(run.Program.Steps[step].Kind);
}
