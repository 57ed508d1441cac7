using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>What KVM keeps about a guest.</summary>
/// <param name="TouchedUnder">The values of <paramref name="NoncoherentDma"/> under which pages were touched that are still mapped
/// so.</param>
/// <param name="Why">What VFIO answered for each file when KVM asked last.</param>
internal sealed record GuestRecord(
    bool NoncoherentDma,
    ImmutableArray<RegisteredFile> Files,
    ImmutableArray<bool> TouchedUnder,
    ImmutableArray<Reason> Why,
    Reason? Unknown
);
