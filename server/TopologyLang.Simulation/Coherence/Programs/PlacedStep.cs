using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>A program step, with what depends only on where the CPUs are at that place of the program.</summary>
/// <param name="Cpu">The physical CPU that executes it; 0 where the step names none.</param>
/// <param name="Caches">What it does to whole caches: nothing, flush, clean or discard.</param>
/// <param name="On">On which physical CPUs it does that.</param>
internal sealed record PlacedStep(Step Step, int Cpu, LineOperation Caches, CpuSet On)
{
    /// <summary>CPUs that do something serialising: their write-combining buffers reach memory.</summary>
    public CpuSet Drains { get; init; } = CpuSet.None;

    /// <summary>A barrier that waits for what its CPU has pending.</summary>
    public bool Completes { get; init; }

    /// <summary>
    /// The shared cache, too: by wbinvd and its kin and by address; not by Arm's set and way (Arm ARM D7.5.9).
    /// </summary>
    public bool OnShared { get; init; }
}
