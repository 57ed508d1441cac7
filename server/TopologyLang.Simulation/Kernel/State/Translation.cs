using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>
/// What a device's requests meet in its IOMMU: the page table that it is really behind, and the bits that were set
/// there.
/// </summary>
public abstract record Translation
{
    private Translation() { }

    /// <summary>No IOMMU in front of the device.</summary>
    public sealed record None : Translation;

    /// <summary>Addresses pass untranslated; there is no page table that could carry a bit.</summary>
    public sealed record Identity(IommuModel Model, bool Scalable) : Translation;

    /// <summary>Every request faults.</summary>
    public sealed record Blocked : Translation;

    /// <param name="Scalable">The unit runs in scalable mode (PASID entries), else in legacy mode (context
    /// entries).</param>
    /// <param name="SnoopControl">ECAP.SC of the unit: without it <paramref name="Snp"/> and <paramref name="Pgsnp"/>
    /// are reserved.</param>
    /// <param name="Snp">Bit 11 of second-stage entries is set.</param>
    /// <param name="Pgsnp">Page-Snoop of the PASID entry is set.</param>
    /// <param name="Nested">A guest's first stage over the second stage.</param>
    public sealed record Vtd(
        PageTableStage Stage,
        bool Scalable,
        bool SnoopControl,
        bool Snp,
        bool Pgsnp,
        bool Nested = false
    ) : Translation;

    /// <summary>AMD-Vi: FC is set in every leaf of a v1 table; a v2 table has no such bit.</summary>
    public sealed record Amd(AmdPageTable Table) : Translation;

    /// <param name="Cached">The entries were made with IOMMU_CACHE: write-back, else non-cacheable.</param>
    /// <param name="Forced">Stage 2 with S2FWB: a cached entry makes the request write-back, whatever it was.</param>
    public sealed record Arm(IommuModel Model, PageTableStage Stage, bool Cached, bool Forced = false) : Translation;

    /// <summary>
    /// A page table that says nothing about memory types or snooping: a request keeps the attributes with which it
    /// came.
    /// </summary>
    /// <param name="Forces">By the file's own word the unit makes no-snoop requests snoop.</param>
    public sealed record Plain(IommuModel Model, bool Forces = false) : Translation;

    /// <summary>
    /// An IOMMU of which it is not known what it does, or a state that an operation without a known answer has left
    /// behind.
    /// </summary>
    public sealed record Unknown(Reason Why) : Translation;
}
