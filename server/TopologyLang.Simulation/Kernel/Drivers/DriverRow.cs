using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// One row of the driver table: what a Linux IOMMU driver answers, version by version. Each column is in ascending
/// order of versions, and the last rule that is not newer than the kernel counts; a column without such a rule means no
/// (the driver has no such operation).
/// </summary>
public sealed record DriverRow
{
    public required IommuModel Model { get; init; }

    /// <summary>Below the kernel's root, <c>drivers/iommu/intel/iommu.c</c> say.</summary>
    public required string File { get; init; }

    /// <summary>
    /// IOMMU_CAP_CACHE_COHERENCY. Before 5.19 the name meant something else on Intel: no-snoop can be blocked.
    /// </summary>
    public required ImmutableArray<CapabilityRule> CacheCoherency { get; init; }

    /// <summary>IOMMU_CAP_ENFORCE_CACHE_COHERENCY, of which kernels know since 6.2.</summary>
    public ImmutableArray<CapabilityRule> EnforceCapability { get; init; } = [];

    public ImmutableArray<EnforceRule> Enforce { get; init; } = [];
    public ImmutableArray<FormatRule> Formats { get; init; } = [];
    public ImmutableArray<AttachRule> AttachRules { get; init; } = [];
    public ImmutableArray<SharingRule> Sharing { get; init; } = [];

    /// <summary>Isolation of the device's message-signalled interrupts, unless the host says otherwise.</summary>
    public required CapabilityRule InterruptIsolation { get; init; }

    public required BlockingFact Blocking { get; init; }

    /// <summary>The first version with this driver; null: older than the table.</summary>
    public KernelVersion? Since { get; init; }

    /// <summary>The first version without it; null: still there.</summary>
    public KernelVersion? RemovedIn { get; init; }

    /// <summary>The first version with identity domains for its devices; null: none yet.</summary>
    public KernelVersion? IdentitySince { get; init; }

    /// <summary>IOMMU_HWPT_ALLOC with IOMMU_HWPT_ALLOC_NEST_PARENT, and a nested page table on what it makes.</summary>
    public ImmutableArray<CapabilityRule> NestParents { get; init; } = [];

    /// <summary>The first version that binds devices to processes; null: none yet.</summary>
    public KernelVersion? SvaSince { get; init; }

    public ImmutableArray<SvaRule> SvaRules { get; init; } = [];

    /// <summary>Null: the driver never switches ATS on.</summary>
    public AtsFact? Ats { get; init; }

    /// <summary>The default domain of the device is an identity domain; without a rule it is the DMA API's.</summary>
    public ImmutableArray<CapabilityRule> IdentityByDefault { get; init; } = [];

    public DefaultDomain DefaultDomain { get; init; }

    /// <summary>Set where it is not known what a page table for user space does.</summary>
    public UserTableGap? UserTableGap { get; init; }

    /// <summary>Which versions have the driver, for people.</summary>
    public string Lifetime =>
        (Since, RemovedIn) switch
        {
            ({ } since, _) => $"the driver came with {since}",
            (_, { } removed) => $"the driver was removed in {removed}",
            _ => "every known version has the driver",
        };

    public bool IsIn(KernelVersion kernel) =>
        (Since is not { } since || kernel >= since) && (RemovedIn is not { } removed || kernel < removed);

    public CapabilityRule? CacheCoherencyIn(KernelVersion kernel) => CacheCoherency.LastOrDefault(r => r.IsIn(kernel));

    public CapabilityRule? EnforceCapabilityIn(KernelVersion kernel) =>
        EnforceCapability.LastOrDefault(r => r.IsIn(kernel));

    public EnforceRule? EnforceIn(KernelVersion kernel, PageTableFormat format) =>
        Enforce.LastOrDefault(r => r.IsIn(kernel) && (r.Format is null || r.Format == format));

    public FormatRule? FormatIn(KernelVersion kernel, TableUse use) =>
        Formats.LastOrDefault(r => r.IsIn(kernel) && r.Use == use);

    public SharingRule? SharingIn(KernelVersion kernel) => Sharing.LastOrDefault(r => r.IsIn(kernel));

    public CapabilityRule? NestParentsIn(KernelVersion kernel) => NestParents.LastOrDefault(r => r.IsIn(kernel));

    public CapabilityRule? IdentityByDefaultIn(KernelVersion kernel) =>
        IdentityByDefault.LastOrDefault(r => r.IsIn(kernel));

    public SvaRule? SvaRefusal(KernelVersion kernel, UnitContext device) =>
        SvaRules.FirstOrDefault(r => r.AppliesTo(kernel) && r.Refuses(device));

    public AttachRule? Refusal(KernelVersion kernel, HardwareDomain table, UnitContext device) =>
        AttachRules.FirstOrDefault(r => r.AppliesTo(kernel) && r.Refuses(table, device));
}
