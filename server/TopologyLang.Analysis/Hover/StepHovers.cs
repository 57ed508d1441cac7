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
        var fault = FaultAt(analysis, run, step);
        if (fault is not null)
        {
            AppendStale(text, analysis, run, fault);
        }
        else
        {
            text.AppendLine(RunMarkdown.Verdict(run));
            text.AppendLine();
            AppendMaintenance(text, analysis, run, step, isRead);
        }

        if (isRead || fault is not null || IsLookedAt(run, step))
        {
            RunMarkdown.AppendChain(
                text,
                new ToldChain(null, 0, RunExplanations.OfStep(timeline, run, step, buffer: null).Chain)
            );
        }
    }

    /// <summary>
    /// What is required, at the read that goes wrong, and at the step that the barrier has to precede; null elsewhere.
    /// </summary>
    private static string? FaultAt(FileAnalysis analysis, SimulatedRun run, int step)
    {
        if (!run.Verdict.IsFault || step < 0)
        {
            return null;
        }

        var remedies = analysis.Maintenance.Insertions(run, CancellationToken.None);
        var required = StaleStory.Required(run, remedies);
        var fails = run.Verdict.FailingStep == step;
        if (StaleStory.BarrierPlace(remedies) is not { } place)
        {
            return fails ? required : null;
        }

        var line = LineRange.Of(analysis.Binding, place).Start.Line + 1;
        return place == new Places(analysis.Binding).Of(run.Program, step) ? required
            : fails ? required.Replace(" here", $" before line {line}", StringComparison.Ordinal)
            : null;
    }

    private static void AppendStale(StringBuilder text, FileAnalysis analysis, SimulatedRun run, string required)
    {
        text.AppendLine($"**{required}**: {MarkdownText.Prose(StaleStory.Story(run))}.");
        text.AppendLine();
        RunMarkdown.AppendRun(text, run.Verdict);
        RunMarkdown.AppendRemedies(text, analysis, run);
    }

    /// <summary>
    /// Of a coherent program: which of its maintenance and barriers are needed. At a DMA step all of them, else that
    /// one.
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
            if (IsLookedAt(run, index) && (index == step || (isRead && index < step)))
            {
                var line =
                    LineRange.Of(analysis.Binding, analysis.Binding.StepSpan(run.Program.Name, index)).Start.Line + 1;
                var without = analysis.Maintenance.Without(run, index, CancellationToken.None);
                text.AppendLine(Need(run, index, line, without));
                text.AppendLine();
            }
        }
    }

    private static string Need(SimulatedRun run, int step, int line, Verdict without)
    {
        var name = Name(run.Program.Steps[step]);
        var (on, elsewhere) =
            run.Program.Steps[step].Kind == StepKind.Barrier
                ? ($" on {Words.Of(run.Path.Architecture)}", " Another architecture may need it.")
                : ("", "");
        return without.Kind switch
        {
            VerdictKind.Stale or VerdictKind.Overwritten =>
                $"**{name} required here**, and there is one in line {line}: without it the program is "
                    + $"{MarkdownText.Escape(Words.Of(without))} in {Words.Steps(without)}.",
            VerdictKind.Coherent =>
                $"The {name} in line {line} is not needed{on}: without it the program is coherent as well.{elsewhere}",
            _ => $"Whether the {name} in line {line} is needed is not decided.",
        };
    }

    /// <summary>As its kernel name: a barrier by the word of Linux.</summary>
    private static string Name(Step step) => step.Barrier is { } kind ? StepNames.Of(kind) : Words.Verb(step.Kind);

    /// <summary>Cache maintenance and barriers: of each it can be told whether it is needed.</summary>
    private static bool IsLookedAt(SimulatedRun run, int step) =>
        step >= 0
        && (
            InstructionSet.IsMaintenance(run.Program.Steps[step].Kind)
            || run.Program.Steps[step].Kind == StepKind.Barrier
        );
}
