using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

public enum DomainApi
{
    DmaApi,
    Identity,
    VfioType1,
    Iommufd,
    VhostVdpa,
    Sva,
    Blocked,
}

public enum PageTableStage
{
    FirstStage,
    SecondStage,
}

public enum Stage1Attribute
{
    Wb,
    Nc,
    Device,
}

public enum MapKind
{
    Cached,
    Uncached,
    Mmio,
}

/// <summary>
/// What one user of the IOMMU makes of it: a VFIO container, an IOAS, the kernel's DMA API and so on.
/// </summary>
public sealed record Domain
{
    public required string Name { get; init; }
    public required string Host { get; init; }
    public required DomainApi Api { get; init; }

    /// <summary>VFIO hands its devices to user space.</summary>
    public bool IsOfUser => Api is DomainApi.VfioType1 or DomainApi.Iommufd;

    /// <summary>
    /// What its user mapped goes with the last device: the container has no driver then, and vhost-vdpa no file. An
    /// IOAS keeps what is mapped. Source: drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_detach_group;
    /// drivers/vhost/vdpa.c:vhost_vdpa_cleanup; drivers/iommu/iommufd/ioas.c:iommufd_ioas_destroy.
    /// </summary>
    public bool LosesMappings => Api is DomainApi.VfioType1 or DomainApi.VhostVdpa;

    /// <summary>
    /// Its devices work for somebody whom the kernel does not trust. In a domain of the DMA API the kernel's own driver
    /// has the device and maps each page anew: nothing leaks there to anybody else.
    /// </summary>
    public bool IsOfStranger => IsOfUser || Api is DomainApi.VhostVdpa or DomainApi.Sva;

    /// <summary>Names of devices, in the order in which they are attached.</summary>
    public ImmutableArray<string> Attach { get; init; } = [];

    /// <summary>Null: as the kernel chooses.</summary>
    public PageTableStage? PageTable { get; init; }

    public string? Parent { get; init; }
    public Stage1Attribute? Stage1Attribute { get; init; }

    /// <summary>Of an IOASID of the /dev/ioasid proposal; null: not asked for.</summary>
    public bool? Coherent { get; init; }

    /// <summary>Empty: the guest's memory, cached.</summary>
    public ImmutableArray<MapKind> Map { get; init; } = [];
}
