using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Explanations;

/// <summary>The verdict on each run of a program, and on its single statements.</summary>
internal static class RunExplanations
{
    public static IEnumerable<Explanation> Of(SimulatedTimeline timeline, Func<SimulatedRun, bool> wanted) =>
        timeline.Runs.Where(wanted).Select(run => Of(timeline, run, Chain(run)));

    /// <summary>
    /// What one statement of the program meets: a DMA step its device's path, an access of a CPU the mapping of its
    /// buffer.
    /// </summary>
    /// <param name="step">Its place among the steps; -1 for the declaration of a buffer.</param>
    /// <param name="buffer">The buffer that the statement names; null for none.</param>
    public static Explanation OfStep(SimulatedTimeline timeline, SimulatedRun run, int step, string? buffer)
    {
        Step? about = step >= 0 ? run.Program.Steps[step] : null;
        if (about?.Barrier is { } barrier)
        {
            return Of(timeline, run, [BarrierWords.Meaning(run.Path.Architecture, barrier)]);
        }

        var whole =
            about?.Kind is StepKind.DmaRead or StepKind.DmaWrite or StepKind.Read
            || (about is { Kind: var kind } && InstructionSet.IsMaintenance(kind))
            || (about is not null && run.Verdict.IsFault && IsOfFault(run.Verdict, step));
        var chain = whole
            ? Chain(run)
            : [.. (about is null ? [] : run.Path.Cpu.Chain).Concat(OfBuffer(run, buffer)).Distinct()];
        return Of(timeline, run, chain);
    }

    /// <summary>It reads what is wrong, or is one of two that are taken in another order than the text's.</summary>
    private static bool IsOfFault(Verdict verdict, int step) =>
        verdict.FailingStep == step || verdict.Races.Take(1).Any(race => race.Earlier == step || race.Later == step);

    private static Explanation Of(SimulatedTimeline timeline, SimulatedRun run, ImmutableArray<Reason> chain)
    {
        var number = timeline.Scenario is null || run.Program.BuiltIn ? "" : $"run {run.Run.Run}: ";
        return new Explanation(timeline.Scenario, $"{number}**{Words.Of(run.Verdict)}**. {RunText.Verdict(run)}", chain)
        {
            RestsOnModel = run.Verdict.Kind == VerdictKind.Coherent,
        };
    }

    private static IEnumerable<Reason> OfBuffer(SimulatedRun run, string? buffer) =>
        run.Path.Buffers.Where(one => one.Buffer == buffer).SelectMany(one => one.Chain);

    private static ImmutableArray<Reason> Chain(SimulatedRun run) =>
        run.Verdict is { Kind: VerdictKind.Error or VerdictKind.Undecided, Why: { } why }
        && !Chains.Of(run.Path).Contains(why)
            ? [.. Chains.Of(run.Path), why]
            : [.. Chains.Of(run.Path), .. OrderStory.Reasons(run)];
}
