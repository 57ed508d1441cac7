using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// A kernel newer than all that are known is simulated as the newest known one. Its verdicts hold as long as nothing
/// has changed since.
/// </summary>
internal static class NewerKernel
{
    public static SimulatedRun Weigh(SimulatedRun run)
    {
        if (run.Verdict is not ({ Kind: VerdictKind.Coherent } or { IsFault: true }))
        {
            return run;
        }

        var index = run.Run.State.Index;
        var newer = Hosts(run)
            .Select(host => (Host: host, Kernel: index.DeclaredKernel(host)))
            .Where(one => one.Kernel > KernelVersions.NewestKnown)
            .Select(one => $"Linux {one.Kernel} of {one.Host} does as {KernelVersions.NewestKnown}")
            .ToList();
        return newer.Count == 0
            ? run
            : run with
            {
                Verdict = run.Verdict with { Condition = string.Join(" and ", newer) },
            };
    }

    /// <summary>The host of the program, and those below it.</summary>
    private static IEnumerable<string> Hosts(SimulatedRun run)
    {
        var index = run.Run.State.Index;
        for (
            var host = run.Program.Host ?? index.Guest(run.Program.Guest!).Host;
            ;
            host = index.Guest(index.Host(host).InGuest!).Host
        )
        {
            yield return host;
            if (index.Host(host).InGuest is null)
            {
                yield break;
            }
        }
    }
}
