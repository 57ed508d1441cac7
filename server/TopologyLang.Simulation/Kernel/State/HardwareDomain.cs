using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>
/// One page table in an IOMMU: a <c>struct iommu_domain</c> with what its user and its driver keep about it.
/// </summary>
/// <param name="Driver">The driver that made it. Tables of different drivers never stand for each other.</param>
/// <param name="Unit">The unit for which it was made.</param>
/// <param name="CoherentTable">It was built for a unit that snoops its page walks.</param>
/// <param name="Enforced">
/// What its user believes: <c>enforce_cache_coherency()</c> succeeded (up to 5.18: its mappings carry IOMMU_CACHE).
/// Source: drivers/vfio/vfio_iommu_type1.c, struct vfio_domain.
/// </param>
/// <param name="ForcesSnoop">What the driver keeps: SNP or PGSNP is to be set (<c>force_snooping</c>). It is never
/// taken back.</param>
/// <param name="HasMappings">Something was mapped into it.</param>
/// <param name="Groups">Keys of the IOMMU groups that are attached to it, in the order of attaching.</param>
/// <param name="Chain">How its format and its enforcement came about.</param>
public sealed record HardwareDomain(
    IommuModel Driver,
    string Unit,
    PageTableFormat Format,
    bool CoherentTable,
    bool Enforced,
    bool ForcesSnoop,
    bool HasMappings,
    ImmutableArray<string> Groups,
    ImmutableArray<Reason> Chain
)
{
    /// <summary>The device for which it was made; others may have joined since, and this one may have left.</summary>
    public string? MadeFor { get; init; }

    /// <summary>
    /// It was asked for as one that leaves no-snoop alone, and is never made to enforce (an experimental IOASID).
    /// </summary>
    public bool KeepsNoSnoop { get; init; }

    /// <summary>It was asked for with dirty tracking: devices of units that have none are refused.</summary>
    public bool TracksDirty { get; init; }
}
