using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>Takes a device's group out of the user's domain that it is in, and back to its default domain.</summary>
internal static class LeaveDomain
{
    private static readonly KernelVersion KeepsFile = new(5, 19);

    internal sealed record Outcome(KernelState State, string? Errno, ImmutableArray<Reason> Chain);

    /// <summary>Why it is not known whether a KVM keeps the group in its container; null where it is.</summary>
    public static Reason? NotKnown(KernelState state, Device device) =>
        GroupOwnership.IsInContainer(state, device) && state.Index.HostOf(device).Kernel < KeepsFile
            ? Uncertainty.OfFile(state, device)
            : null;

    public static Outcome Run(KernelState state, Device device)
    {
        if (state.Devices[device.Name].Domain is not { } domain)
        {
            return new Outcome(state, null, []);
        }

        var group = TopologyIndex.GroupKey(device);
        var kernel = state.Index.HostOf(device).Kernel;
        var api = state.Index.Domain(domain).Api;
        var isContainer = api == DomainApi.VfioType1;
        if (isContainer && kernel < KeepsFile && state.Guests.Any(g => g.Value.Files.Any(f => f.Group == group)))
        {
            return new Outcome(
                state,
                Errno.Ebusy,
                [
                    new Reason(
                        $"KVM still uses the group of {device.Name} in the container; the VMM has to take it out of "
                            + "kvm-vfio first",
                        "drivers/vfio/vfio.c:vfio_group_unset_container"
                    ),
                ]
            );
        }

        var tables = Type1.DetachGroup(state.TablesOf(domain), group);
        var closed = state.Index.GroupOf(device).Aggregate(state, (s, member) => s.Closed(member.Name));
        var place = closed.Devices[device.Name];
        closed = closed.WithDevice(device.Name, place with { CameAfterMap = false });
        var left = closed.WithTables(domain, tables).WithGroupIn(state.Index.GroupOf(device), null);
        var unmapped = Unmapped(left, domain);
        return new Outcome(
            unmapped.State,
            null,
            [
                new Reason(
                    $"{device.Name} is taken out of {domain}",
                    isContainer ? "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_detach_group"
                        : api == DomainApi.Iommufd ? "drivers/iommu/iommufd/device.c:iommufd_device_detach"
                        : api == DomainApi.VhostVdpa ? "drivers/vhost/vdpa.c:vhost_vdpa_free_domain"
                        : null
                ),
                .. unmapped.Chain,
            ]
        );
    }

    /// <summary>
    /// What a scenario mapped is unmapped and unpinned. A VMM that maps by itself does so again for the next device
    /// (QEMU hw/vfio/container.c:vfio_container_connect registers a listener, which is told of all memory).
    /// </summary>
    private static (KernelState State, ImmutableArray<Reason> Chain) Unmapped(KernelState left, string domain)
    {
        if (!Uncertainty.MayLose(left, domain) || left.Devices.Values.Any(Stays))
        {
            return (left, []);
        }

        return Uncertainty.OfDomain(left, domain) is { } unknown
            ? (left.WithUnknownMapping(domain, unknown), [])
            : (
                left.WithMapping(domain, false),
                [
                    new Reason(
                        $"it was the last device of {domain}: what was mapped there is unmapped with it",
                        left.Index.Domain(domain).Api == DomainApi.VhostVdpa
                            ? "drivers/vhost/vdpa.c:vhost_vdpa_iotlb_unmap"
                            : "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_unmap_unpin_all"
                    ),
                ]
            );

        bool Stays(DevicePlace place) => place.Domain == domain && place.Unknown is null;
    }
}
