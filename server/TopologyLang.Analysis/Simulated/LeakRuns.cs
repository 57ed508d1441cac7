using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Timelines;

namespace TopologyLang.Analysis.Simulated;

/// <summary>Of the moments of a scenario at which a leak check runs, the one that is told.</summary>
internal static class LeakRuns
{
    /// <summary>
    /// The first that leaks; else the first that is not known; else the first that can run at all, which says that all
    /// of them are coherent.
    /// </summary>
    public static SimulatedRun Worst(ImmutableArray<ProgramRun> moments, Func<ProgramRun, SimulatedRun> simulate)
    {
        SimulatedRun? worst = null;
        foreach (var moment in moments)
        {
            var run = simulate(moment);
            if (run.Verdict.IsFault)
            {
                return run;
            }

            if (worst is null || Rank(run.Verdict) > Rank(worst.Verdict))
            {
                worst = run;
            }
        }

        return worst!;
    }

    private static int Rank(Verdict verdict) =>
        verdict.Kind switch
        {
            VerdictKind.Undecided => 2,
            VerdictKind.Coherent => 1,
            _ => 0,
        };
}
