using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>What KVM keeps about a guest.</summary>
/// <param name="TouchedUnder">The values of <paramref name="NoncoherentDma"/> under which pages were touched that are
/// still mapped so.</param>
internal sealed record GuestRecord(
    bool NoncoherentDma,
    ImmutableArray<RegisteredFile> Files,
    ImmutableArray<bool> TouchedUnder,
    Reason? Unknown
)
{
    /// <summary>Groups of which a file was given or taken back without a known answer: KVM may have it.</summary>
    public ImmutableHashSet<string> MaybeFilesOf { get; init; } = [];

    /// <summary>
    /// What VFIO answered for the files when KVM asked last: each answer once, however many files it is for.
    /// </summary>
    public ImmutableArray<Reason> Why => [.. Files.Select(file => file.Answer.Reason).Distinct()];
}
