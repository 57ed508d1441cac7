namespace TopologyLang.Simulation.Hardware;

/// <summary>What stands between an Arm device and memory.</summary>
public enum ArmMapping
{
    /// <summary>
    /// No SMMU, a bypassing one, or a page table that says nothing about memory types: the request keeps its own type.
    /// </summary>
    None,

    /// <summary>
    /// A stage-1 entry with IOMMU_CACHE: write-back, inner shareable. The type of the request is discarded.
    /// </summary>
    StageOneCached,

    /// <summary>A stage-1 entry without IOMMU_CACHE: Normal non-cacheable.</summary>
    StageOneUncached,

    /// <summary>A stage-2 entry with IOMMU_CACHE (MemAttr 1111): the request keeps its own type.</summary>
    StageTwoCached,

    /// <summary>A stage-2 entry without IOMMU_CACHE (MemAttr 0101): Normal non-cacheable.</summary>
    StageTwoUncached,

    /// <summary>A stage-2 entry with IOMMU_CACHE and S2FWB (MemAttr 0110): write-back, whatever else is said.</summary>
    StageTwoForced,
}
