using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Operations;

/// <summary>
/// <c>detach D from S</c>: unbind the device from the domain's user; its group goes back to its default domain.
/// </summary>
internal static class Detach
{
    public static Answer Run(KernelState state, string deviceName, string domainName)
    {
        var device = state.Index.Device(deviceName);
        var place = state.Devices[deviceName];
        if (Uncertainty.OfGroup(state, device) is { } why)
        {
            return Answer.NotKnown(state, why);
        }

        var ofUser = state.Index.Domain(domainName).IsOfUser;
        if (place.Domain != domainName || (ofUser && !place.RegisteredWithVfio))
        {
            return Answer.Refused(
                state,
                Errno.Einval,
                new Reason(
                    $"{deviceName} is not attached to {domainName}, so there is nothing to detach",
                    ofUser ? NothingToDetach(state.Index.Domain(domainName).Api) : null
                )
            );
        }

        var others = state
            .Index.GroupOf(device)
            .Where(d => d.Name != deviceName && state.Devices[d.Name].RegisteredWithVfio)
            .ToImmutableArray();
        if (ofUser && !others.IsEmpty)
        {
            return Answer.Done(
                NotWithVfio(state.Closed(deviceName), deviceName),
                new Reason(
                    $"{deviceName} leaves VFIO, but its IOMMU group stays in {domainName}: {others[0].Name} still uses "
                        + "it",
                    state.Index.Domain(domainName).Api == DomainApi.Iommufd
                        ? "drivers/iommu/iommufd/device.c:iommufd_hw_pagetable_detach"
                        : "drivers/vfio/group.c:vfio_group_detach_container"
                )
            );
        }

        if (LeaveDomain.NotKnown(state, device) is { } kept)
        {
            return Answer.NotKnown(Uncertainty.Moved(state, device, null, kept), kept);
        }

        var left = LeaveDomain.Run(state, device);
        return left.Errno is { } errno
            ? Answer.Refused(state, errno, left.Chain)
            : Answer.Done(
                NotWithVfio(left.State, deviceName),
                [
                    .. left.Chain,
                    new Reason(
                        $"{deviceName} goes back to its default domain",
                        ofUser ? "drivers/iommu/iommu.c:iommu_group_release_dma_owner"
                            : state.Index.Domain(domainName).Api == DomainApi.Sva
                                ? "drivers/iommu/iommu-sva.c:iommu_sva_unbind_device"
                            : "drivers/iommu/iommu.c:iommu_detach_device"
                    ),
                ]
            );
    }

    private static KernelState NotWithVfio(KernelState state, string device) =>
        state.WithDevice(device, state.Devices[device] with { RegisteredWithVfio = false });

    private static string NothingToDetach(DomainApi api) =>
        api == DomainApi.Iommufd
            ? "drivers/vfio/vfio_main.c:vfio_device_fops_unl_ioctl"
            : "drivers/vfio/group.c:vfio_group_ioctl_unset_container";
}
