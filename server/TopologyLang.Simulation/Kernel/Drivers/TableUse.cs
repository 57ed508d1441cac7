namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>What a page table is made for.</summary>
public enum TableUse
{
    /// <summary>The kernel's own DMA API (the default domain).</summary>
    DmaApi,

    /// <summary>User space: VFIO (IOMMU_DOMAIN_UNMANAGED).</summary>
    User,
}
