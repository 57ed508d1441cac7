using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>Takes a device's group out of the user's domain that it is in, and back to its default domain.</summary>
internal static class LeaveDomain
{
    internal sealed record Outcome(KernelState State, string? Errno, ImmutableArray<Reason> Chain);

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
        if (
            isContainer
            && kernel < new KernelVersion(5, 19)
            && state.Guests.Any(g => g.Value.Files.Any(f => f.Group == group))
        )
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
        var left = closed.WithTables(domain, tables).WithGroupIn(state.Index.GroupOf(device), null);
        if (isContainer && !left.Devices.Values.Any(d => d.Domain == domain))
        {
            left = left with { Mappings = left.Mappings.Remove(domain) };
        }

        return new Outcome(
            left,
            null,
            [
                new Reason(
                    $"{device.Name} is taken out of {domain}",
                    isContainer ? "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_detach_group"
                        : api == DomainApi.Iommufd ? "drivers/iommu/iommufd/device.c:iommufd_device_detach"
                        : api == DomainApi.VhostVdpa ? "drivers/vhost/vdpa.c:vhost_vdpa_free_domain"
                        : null
                ),
            ]
        );
    }
}
