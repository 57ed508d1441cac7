using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Runs;

internal static class Explorations
{
    /// <summary>As docs/model.md states them ("Simplifications").</summary>
    private static readonly ImmutableArray<string> Simplifications =
    [
        "One cache line stands for a buffer; buffers share a line only where the program says so.",
        "Caches are unbounded and evict, clean and prefetch whenever hardware may.",
        "A DMA access is one step, and there is no timing.",
    ];

    public static Exploration Of(SimulatedRun run)
    {
        ImmutableArray<string> leftOut = [.. LeftOut(run.Verdict.Profile)];
        return new(
            run.Verdict.States,
            Math.Max(1, run.Path.PhysicalCpus),
            run.Verdict.Profile.Name,
            leftOut.IsEmpty ? Simplifications : Simplifications.Add($"Left out: {string.Join(", ", leftOut)}.")
        );
    }

    private static IEnumerable<string> LeftOut(CoherenceProfile profile)
    {
        if (profile.Buffers == CombiningBuffers.Drained)
        {
            yield return "write-combining buffers";
        }

        if (!profile.DmaAllocates)
        {
            yield return "a shared cache that DMA allocates into";
        }

        if (profile.DirtyLines == DirtyLines.Keep)
        {
            yield return "dirty lines that move between CPUs by themselves";
        }
    }
}
