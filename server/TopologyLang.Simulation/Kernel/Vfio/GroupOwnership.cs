using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// A user needs the whole IOMMU group: no member may be left with a driver that uses the DMA API. Since 5.19 VFIO
/// claims the DMA ownership of the group before it attaches; before, it asked for the group's viability when a device
/// was opened.
/// </summary>
internal static class GroupOwnership
{
    private static readonly KernelVersion ClaimsOwnership = new(5, 19);
    private static readonly KernelVersion RefusesDirectMappings = new(6, 6);

    /// <summary>Drivers that do no DMA of their own. Source: driver_managed_dma; before 5.19
    /// drivers/vfio/vfio.c:vfio_driver_allowlist.</summary>
    private static readonly FrozenSet<string> HarmlessDrivers = FrozenSet.Create(
        StringComparer.Ordinal,
        "vfio-pci",
        "pci-stub",
        "pcieport"
    );

    public static (string? Errno, ImmutableArray<Reason> Chain) Claim(KernelState state, Device device)
    {
        var kernel = state.Index.HostOf(device).Kernel;
        if (kernel < ClaimsOwnership)
        {
            return (null, []);
        }

        if (HeldByHost(state, device) is { } other)
        {
            return (
                Errno.Eperm,
                [
                    new Reason(
                        $"{other.Name} is in the same IOMMU group and held by the host's driver {other.Bound}, so the "
                            + "group cannot be given to a user",
                        "drivers/iommu/iommu.c:iommu_group_claim_dma_owner",
                        ClaimsOwnership
                    ),
                ]
            );
        }

        if (kernel >= RefusesDirectMappings && DirectMapped(state.Index, device) is { } direct)
        {
            return (
                Errno.Einval,
                [
                    new Reason(
                        $"the firmware demands a 1:1 mapping for {direct.Name} (RMRR, IVMD), which cannot be kept in "
                            + "the blocking domain that a new owner goes "
                            + "through",
                        "drivers/iommu/iommu.c:__iommu_device_set_domain",
                        RefusesDirectMappings
                    ),
                ]
            );
        }

        return (
            null,
            [
                new Reason(
                    "the IOMMU group is free: no host driver uses a member of it",
                    "drivers/iommu/iommu.c:iommu_group_claim_dma_owner",
                    ClaimsOwnership
                ),
            ]
        );
    }

    /// <summary>
    /// The test of kernels before 5.19, at VFIO_GROUP_GET_DEVICE_FD: after the container has attached the group.
    /// </summary>
    public static (string? Errno, ImmutableArray<Reason> Chain) OpenDevice(KernelState state, Device device) =>
        state.Index.HostOf(device).Kernel < ClaimsOwnership && HeldByHost(state, device) is { } other
            ? (
                Errno.Einval,
                [
                    new Reason(
                        $"{other.Name} is in the same IOMMU group and held by the host's driver {other.Bound}: the "
                            + "group is not viable",
                        "drivers/vfio/vfio.c:vfio_group_get_device_fd"
                    ),
                ]
            )
            : (null, []);

    public static bool IsInContainer(KernelState state, Device device) =>
        state.Devices[device.Name].Domain is { } domain && state.Index.Domain(domain).Api == DomainApi.VfioType1;

    /// <summary>A device whose RMRR or IVMD entry must stay mapped (IOMMU_RESV_DIRECT).</summary>
    public static Device? DirectMapped(TopologyIndex index, Device device) =>
        index
            .GroupOf(device)
            .FirstOrDefault(d =>
                d.Rmrr && !(index.UnitOf(d) is { Model: IommuModel.IntelVtd } && IntelVtdDriver.HasRelaxableRmrr(d))
            );

    private static Device? HeldByHost(KernelState state, Device device) =>
        state
            .Index.GroupOf(device)
            .FirstOrDefault(d =>
                d.Name != device.Name
                && !state.Devices[d.Name].RegisteredWithVfio
                && d.Bound is { } driver
                && !HarmlessDrivers.Contains(driver)
            );
}
