using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Where a CPU of the program's owner is at a place in the program.</summary>
/// <param name="DirtyMask">
/// Of a vCPU for which KVM emulates wbinvd: the physical CPUs whose caches its next wbinvd empties besides the current
/// one's; else null.
/// </param>
public sealed record CpuStanding(int Number, int PhysicalCpu, ImmutableArray<int>? DirtyMask);
