using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.IommuCore;

/// <summary>
/// What the kernel answers when it is asked for an identity domain and the driver has none (the group's <c>type</c> in
/// sysfs). Up to 6.4 it takes a domain of the DMA API instead and only warns. Source:
/// drivers/iommu/iommu.c:iommu_group_store_type.
/// </summary>
internal static class MissingIdentity
{
    private const string Store = "drivers/iommu/iommu.c:iommu_group_store_type";
    private const string FallBack = "drivers/iommu/iommu.c:iommu_group_alloc_default_domain";
    private const string SetUp = "drivers/iommu/iommu.c:iommu_setup_default_domain";

    private static readonly KernelVersion EveryGroupHasDefault = new(6, 7);
    private static readonly KernelVersion NoFallBack = new(6, 5);
    private static readonly KernelVersion PassesErrno = new(6, 7);

    /// <summary>Null where the driver has identity domains.</summary>
    public static (string? Errno, Reason Reason)? Of(UnitContext unit)
    {
        var kernel = unit.Host.Kernel;
        var row = DriverTable.Find(unit.Unit.Model);
        if (row.IdentitySince is { } since && kernel >= since)
        {
            return null;
        }

        var none =
            $"the driver of {unit.Unit.Name} has no identity "
            + $"domains{(row.IdentitySince is { } first ? $" before {first}" : "")}";
        return row.DefaultDomain switch
        {
            DefaultDomain.None or DefaultDomain.DmaApi when HasNoDefault(unit.Host, row.DefaultDomain) => (
                Errno.Einval,
                new Reason($"{none}, and its groups have no default domain whose type could be changed", Store)
            ),
            DefaultDomain.Platform => (
                Errno.Einval,
                new Reason($"{none}: the platform's own is the only default domain of its groups", FallBack)
            ),
            _ when kernel < NoFallBack => (
                null,
                new Reason($"{none}: the kernel takes a domain of the DMA API instead, and warns", FallBack)
            ),
            _ when kernel < PassesErrno => (Errno.Enodev, new Reason(none, SetUp, NoFallBack)),
            _ => (Errno.Eopnotsupp, new Reason(none, SetUp, PassesErrno)),
        };
    }

    /// <summary>32-bit Arm has DMA code of its own and knew no default domains either.</summary>
    private static bool HasNoDefault(Host host, DefaultDomain domain) =>
        host.Kernel < EveryGroupHasDefault && (domain == DefaultDomain.None || host.Architecture == Architecture.Arm);
}
