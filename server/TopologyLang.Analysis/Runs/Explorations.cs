using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;

namespace TopologyLang.Analysis.Runs;

internal static class Explorations
{
    private const string DefaultProfile = "default";

    /// <summary>As docs/model.md states them ("Simplifications").</summary>
    private static readonly ImmutableArray<string> Simplifications =
    [
        "One cache line stands for a buffer, and buffers share no lines.",
        "Caches are unbounded and evict, clean and prefetch whenever hardware may.",
        "A DMA access is one step, and there is no timing.",
        "Left out: write-combining buffers, a shared cache that DMA allocates into, dirty lines that move between CPUs by themselves, false sharing.",
    ];

    public static Exploration Of(SimulatedRun run) =>
        new(run.Verdict.States, Math.Max(1, run.Path.PhysicalCpus), DefaultProfile, Simplifications);
}
