using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Views;

/// <summary>What has become of the declared domains.</summary>
internal static class Domains
{
    /// <summary>
    /// Which devices are in a domain, in file order; by the domain. Found once for a state: whoever asks about one
    /// domain asks about all.
    /// </summary>
    private static readonly ConditionalWeakTable<
        ImmutableDictionary<string, DevicePlace>,
        ILookup<string, string>
    > Members = [];

    public static DomainState Of(KernelState state, string name)
    {
        var domain = state.Index.Domain(name);
        if (Uncertainty.OfDomain(state, name) is { } unknown)
        {
            return new DomainState(name, null, null, 0, unknown);
        }

        ImmutableArray<Device> attached = [.. MembersOf(state, name).Where(d => d.MdevOf is null)];
        if (attached.IsEmpty)
        {
            return new DomainState(name, null, null, 0, null);
        }

        var iommuCache = attached.All(d => DriverTable.CapableOfCache(state.Index, d));
        var tables = state.TablesOf(name);
        return domain.Api switch
        {
            DomainApi.DmaApi => new DomainState(name, iommuCache, false, GroupsBehindIommu(attached), null),
            DomainApi.Identity or DomainApi.Blocked or DomainApi.Sva => new DomainState(
                name,
                iommuCache,
                false,
                1,
                null
            ),
            _ => new DomainState(
                name,
                iommuCache,
                tables.All(t => t.Enforced) && !NoIommu.IsUsedBy(state, name),
                tables.Length,
                null
            ),
        };
    }

    private static IEnumerable<Device> MembersOf(KernelState state, string domain) =>
        Members
            .GetValue(
                state.Devices,
                places =>
                    (
                        from device in state.Index.Topology.Devices
                        let place = places[device.Name]
                        where place is { Unknown: null, Domain: not null }
                        select (place.Domain, device.Name)
                    ).ToLookup(member => member.Domain, member => member.Name)
            )[domain]
            .Select(state.Index.Device);

    /// <summary>Each group has a default domain of its own.</summary>
    private static int GroupsBehindIommu(ImmutableArray<Device> devices) =>
        devices.Where(d => d.Iommu is not null).Select(TopologyIndex.GroupKey).Distinct().Count();
}
