using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// A mediated device joins a container or an IOAS: no page table is made for it, and nobody asks about coherency. Its
/// parent's driver pins the guest's pages and maps them through the DMA API. Source:
/// drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_attach_group (VFIO_EMULATED_IOMMU),
/// drivers/vfio/iommufd.c:vfio_iommufd_emulated_bind.
/// </summary>
internal static class EmulatedAttach
{
    public static Answer Run(KernelState state, Device device, Domain domain, ImmutableArray<Reason> registered) =>
        TablelessAttach.Run(
            state,
            device,
            domain,
            registered,
            new Reason(
                $"{domain.Name} only keeps {device.Name} on a list: it makes no page table and asks for no enforcement",
                domain.Api == DomainApi.Iommufd
                    ? "drivers/vfio/iommufd.c:vfio_iommufd_emulated_bind"
                    : "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_attach_group"
            )
        );

    /// <summary>
    /// A parent that is itself with a user has no driver that could keep mediated devices, and the driver of a parent
    /// whose mediated device is in use cannot be unbound: the kernel waits for its user. Null where nothing of the kind
    /// is in the way.
    /// </summary>
    public static Answer? Unavailable(KernelState state, Device device, Domain domain) =>
        device.MdevOf is { } parent && GroupUse.IsWithUser(state, state.Index.Device(parent))
            ? Answer.Refused(
                state,
                Errno.Enodev,
                new Reason(
                    $"{parent} is with VFIO itself, so its own driver, which would make {device.Name}, is not bound: "
                        + "there is no such device",
                    "drivers/vfio/mdev/mdev_core.c:mdev_unregister_parent"
                )
            )
        : domain.Api != DomainApi.DmaApi
        && state.Index.MediatedOf(device).FirstOrDefault(d => GroupUse.IsWithUser(state, d)) is { } child
            ? Answer.Refused(
                state,
                OperationOutcome.Waits,
                new Reason(
                    $"{child.Name}, a mediated device of {device.Name}, is in use: the driver of {device.Name} is not "
                        + $"unbound before the VMM gives {child.Name} back",
                    "drivers/vfio/vfio_main.c:vfio_unregister_group_dev"
                )
            )
        : null;
}
