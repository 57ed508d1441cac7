using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.IommuCore;

/// <summary>
/// What the core lets the type of a group's default domain become (the group's <c>type</c> in sysfs), whatever domains
/// its driver has.
/// </summary>
internal static class DefaultType
{
    /// <summary>"Group has more than one device" in 6.3.8, gone in 6.4.6.</summary>
    private static readonly KernelVersion ChangesSharedGroups = new(6, 4);

    /// <summary>ba00196ca41c, and updates of 6.8 and 6.9 that were not read.</summary>
    private static readonly KernelVersion MapsGraphicsAnyway = new(6, 10);
    private static readonly KernelVersion LastReadWithIt = KernelVersion.Parse("6.1.192");

    private static readonly KernelVersion AsksForType = new(6, 5);
    private static readonly KernelVersion DebiansRead = new(6, 1);

    /// <summary>Not in 6.11.11, in 6.12.0. Source: drivers/iommu/intel/iommu.c:device_def_domain_type.</summary>
    public static readonly KernelVersion NeedsPassThrough = new(6, 12);

    /// <summary>
    /// One member of a group that has to be in an identity domain decides for the group; null where none has to.
    /// </summary>
    public static Reason? IdentityDemanded(TopologyIndex index, UnitContext unit) =>
        Untrusted(index, unit) is not null ? null
        : DriverTable.Find(unit.Unit.Model).IdentityByDefaultIn(unit.Host.Kernel) is { } rule
        && index.GroupOf(unit.Device).Any(member => rule.Holds(unit with { Device = member }))
            ? rule.ToReason()
        : index.GroupOf(unit.Device).FirstOrDefault(member => IsLeftOutWithGraphics(unit, member)) is { } display
            ? new Reason(
                $"{display.Name} is graphics, which kernels before {MapsGraphicsAnyway} keep in an identity domain "
                    + "with intel_iommu=igfx_off",
                "drivers/iommu/intel/iommu.c:device_def_domain_type (IDENTMAP_GFX; ba00196ca41c)",
                null,
                unit.Host.Kernel > LastReadWithIt
            )
        : index.GroupOf(unit.Device).FirstOrDefault(member => IsLeftOutByDebian(unit, member)) is { } graphics
            ? new Reason(
                $"{graphics.Name} is integrated graphics, which Debian's kernels keep in an identity domain unless "
                    + "intel_iommu=on is on the command line",
                "drivers/iommu/intel/iommu.c:device_def_domain_type (Debian's patch \"Add option to exclude integrated "
                    + "GPU only\")"
            )
        : null;

    /// <summary>Why a group that nobody else has is in an identity domain; null where it is not.</summary>
    public static Reason? IsIdentity(TopologyIndex index, UnitContext unit) =>
        IdentityDemanded(index, unit)
        ?? (
            KernelOptions.Of(unit.Host).Passthrough == true && CanBeIdentity(unit) && Untrusted(index, unit) is null
                ? new Reason(
                    "the command line makes identity domains the default (iommu=pt or iommu.passthrough=1)",
                    "drivers/iommu/iommu.c:iommu_set_def_domain_type"
                )
                : null
        );

    /// <summary>The member of the group that demands a translated domain; null where none does.</summary>
    private static Device? Untrusted(TopologyIndex index, UnitContext unit) =>
        index.GroupOf(unit.Device).FirstOrDefault(member => member is { External: true, Bus: DeviceBus.Pcie });

    /// <summary>
    /// Of igfx_off kernels before 6.10 make an identity domain for graphics behind a unit that they use too (6.1.192;
    /// ba00196ca41c took that back).
    /// </summary>
    private static bool IsLeftOutWithGraphics(UnitContext unit, Device member) =>
        unit.Unit.Model == IommuModel.IntelVtd
        && unit.Host.Kernel < MapsGraphicsAnyway
        && KernelOptions.Of(unit.Host).GraphicsUnitOff
        && Remapping.IsGraphics(member);

    private static bool CanBeIdentity(UnitContext unit) =>
        MissingIdentity.Of(unit) is null
        && !SnpIdentity.IsForbidden(unit)
        && (unit.Unit is not { Model: IommuModel.IntelVtd, PassThrough: false } || unit.Host.Kernel < NeedsPassThrough);

    /// <summary>
    /// By <c>intgpu_off</c>, or by the configuration of a kernel that is known as Debian's (6.1 to 7.3 were read).
    /// Intel's own graphics is taken to be what is on the root bus.
    /// </summary>
    private static bool IsLeftOutByDebian(UnitContext unit, Device member) =>
        unit.Unit is { Model: IommuModel.IntelVtd, PassThrough: true }
        && Remapping.IsGraphics(member)
        && member.Address is { Length: > 7 } address
        && address[5..7] == "00"
        && unit.Host.Kernel >= DebiansRead
        && (
            KernelOptions.Of(unit.Host).MapsIntegratedGraphics is { } maps
                ? !maps
                : unit.Host.VendorKernel is { Vendor: KernelRelease.Debian }
        );

    /// <summary>
    /// Of a group whose default domain is not one of the DMA API because its driver demands another type.
    /// </summary>
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
        Untrusted(index, unit) is { } external
            ? (
                Errno.Einval,
                new Reason(
                    $"{external.Name} is behind an external port and not trusted: its group is translated, and takes "
                        + "no other type",
                    unit.Host.Kernel < AsksForType
                        ? "drivers/iommu/iommu.c:iommu_get_def_domain_type"
                        : "drivers/iommu/iommu.c:iommu_get_default_domain_type"
                )
            )
        : unit.Host.Kernel < ChangesSharedGroups
        && index.GroupOf(unit.Device).FirstOrDefault(member => member.Name != unit.Device.Name) is { } other
        && IdentityDemanded(index, unit) is null
            ? (
                Errno.Einval,
                new Reason(
                    $"{other.Name} is in the same IOMMU group, and kernels before {ChangesSharedGroups} change the "
                        + "type of groups of one device only",
                    "drivers/iommu/iommu.c:iommu_change_dev_def_domain"
                )
            )
        : null;
}
