using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.IommuCore;

/// <summary>What the core lets the type of a group's default domain become (the group's <c>type</c> in sysfs), whatever domains its driver
/// has.</summary>
internal static class DefaultType
{
    /// <summary>"Group has more than one device" in 6.3.8, gone in 6.4.6.</summary>
    private static readonly KernelVersion ChangesSharedGroups = new(6, 4);

    private static readonly KernelVersion AsksForType = new(6, 5);

    /// <summary>One member of a group that has to be in an identity domain decides for the group; null where none has to.</summary>
    public static Reason? IdentityDemanded(TopologyIndex index, UnitContext unit) =>
        DriverTable.Find(unit.Unit.Model).IdentityByDefaultIn(unit.Host.Kernel) is { } rule
        && index.GroupOf(unit.Device).Any(member => rule.Holds(unit with { Device = member }))
            ? rule.ToReason()
            : null;

    /// <summary>Of a group whose default domain is not one of the DMA API because its driver demands another type.</summary>
    public static (string? Errno, Reason Reason)? RefusesDmaApi(TopologyIndex index, Device device) =>
        UnitContext.Of(index, device) is { } unit && IdentityDemanded(index, unit) is { } demanded
            ? (
                Errno.Einval,
                new Reason(
                    $"{demanded.Text}, and the core takes no other type for its group",
                    unit.Host.Kernel < AsksForType
                        ? "drivers/iommu/iommu.c:iommu_change_dev_def_domain"
                        : "drivers/iommu/iommu.c:iommu_get_default_domain_type"
                )
            )
            : null;

    public static (string? Errno, Reason Reason)? RefusesIdentity(TopologyIndex index, UnitContext unit) =>
        unit.Host.Kernel < ChangesSharedGroups
        && index.GroupOf(unit.Device).FirstOrDefault(member => member.Name != unit.Device.Name) is { } other
        && IdentityDemanded(index, unit) is null
            ? (
                Errno.Einval,
                new Reason(
                    $"{other.Name} is in the same IOMMU group, and kernels before {ChangesSharedGroups} change the type of groups of one "
                        + "device only",
                    "drivers/iommu/iommu.c:iommu_change_dev_def_domain"
                )
            )
            : null;
}
