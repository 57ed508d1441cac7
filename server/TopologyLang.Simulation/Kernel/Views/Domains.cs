using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Views;

/// <summary>What has become of the declared domains.</summary>
internal static class Domains
{
    public static DomainState Of(KernelState state, string name)
    {
        var domain = state.Index.Domain(name);
        if (Uncertainty.OfDomain(state, name) is { } unknown)
        {
            return new DomainState(name, null, null, 0, unknown);
        }

        ImmutableArray<Device> attached =
        [
            .. DomainMembers
                .Of(state, name)
                .Where(d =>
                    d.MdevOf is null && state.Devices[d.Name] is { Unknown: null, Domain: { } place } && place == name
                ),
        ];
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

    /// <summary>Each group has a default domain of its own.</summary>
    private static int GroupsBehindIommu(ImmutableArray<Device> devices) =>
        devices.Where(d => d.Iommu is not null).Select(TopologyIndex.GroupKey).Distinct().Count();
}
