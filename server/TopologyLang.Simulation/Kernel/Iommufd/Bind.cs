using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// iommufd takes a device (VFIO_DEVICE_BIND_IOMMUFD, or the opening of a group's device). It runs the tests of
/// drivers/iommu/iommufd/device.c:iommufd_device_bind in that order.
/// </summary>
internal static class Bind
{
    private const string Source = "drivers/iommu/iommufd/device.c:iommufd_device_bind";

    /// <summary>Up to 6.5 interrupts were looked at when the device was attached.</summary>
    private const string AtAttach = "drivers/iommu/iommufd/device.c:iommufd_device_setup_msi";

    /// <summary>The errno and the reasons; a null errno means bound.</summary>
    public static (string? Errno, ImmutableArray<Reason> Chain) Of(KernelState state, Device device)
    {
        if (!DriverTable.CapableOfCache(state.Index, device))
        {
            return (
                Errno.Einval,
                [
                    new Reason(
                        $"iommufd always maps with IOMMU_CACHE, and the IOMMU of {device.Name} does not offer it",
                        Source,
                        new(6, 2)
                    ),
                ]
            );
        }

        if (UnitContext.Of(state.Index, device) is not { } unit)
        {
            return (Errno.Enodev, [new Reason($"{device.Name} has no IOMMU group", Source)]);
        }

        var members = UnitContext.All(state.Index, state.Index.GroupOf(device));
        var (isolated, isolation) = InterruptIsolation.OfIommufd(
            DriverTable.Find(unit.Unit.Model),
            members,
            unit.Host.Kernel < DeviceFile.Since ? AtAttach : Source
        );
        if (!isolated)
        {
            return (Errno.Eperm, isolation);
        }

        var (errno, claim) = GroupOwnership.Claim(state, device);
        return (errno, [.. isolation, .. claim]);
    }
}
