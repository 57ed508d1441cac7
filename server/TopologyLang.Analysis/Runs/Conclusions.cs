using System.Globalization;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Runs;

/// <summary>What a run came to, with the values by their names.</summary>
internal static class Conclusions
{
    /// <param name="story">Of a stale run.</param>
    /// <param name="explored">Of a run that was explored.</param>
    public static string Of(SimulatedRun run, RunStory? story, Exploration? explored) =>
        run.Verdict.Kind switch
        {
            VerdictKind.Stale or VerdictKind.Overwritten when story is not null => Stale(run.Verdict, story),
            VerdictKind.Coherent when explored is not null => string.Create(
                CultureInfo.InvariantCulture,
                $"No interleaving of {run.Program.Name} reads stale data: all {explored.States} states were explored, "
                    + $"on {explored.Cpus} physical CPUs, in the {explored.Profile} model."
            ),
            VerdictKind.Coherent =>
                $"No interleaving of {run.Program.Name} reads stale data: it reads no shared buffer.",
            VerdictKind.Undecided =>
                $"It is not known whether {run.Program.Name} reads stale data. {run.Verdict.Why?.Text}",
            _ => $"{run.Program.Name} cannot run here. {run.Verdict.Why?.Text}",
        };

    private static string Stale(Verdict verdict, RunStory story)
    {
        var last = verdict.Run[^1];
        var got = story.Values[last.ReadValue ?? 0];
        var newest = story.Steps[^1].State.Expected;
        var who = ActorNames.Of(last);
        var missed = $"{who} reads {story.Buffer} and gets {got} where {newest} is the newest value";
        return verdict.Hazard switch
        {
            Hazard.Overwritten =>
                $"Overwritten before it was read: {who} reads {story.Buffer} and gets {got}, which was written after "
                    + $"{newest}.",
            Hazard.InformationLeak =>
                $"Information leak: {who} reads {story.Buffer} and gets {got}; the zeros of the new owner never "
                    + "reached it.",
            Hazard.DmaWriteLost =>
                $"DMA write lost: {missed}; an older dirty line was written back over what the device had written.",
            Hazard.CpuReadsStale => $"A CPU reads stale data: {missed}.",
            _ => $"The device reads stale data: {missed}.",
        };
    }
}
