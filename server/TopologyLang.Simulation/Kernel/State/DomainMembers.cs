using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>Which devices are in a domain, or may be.</summary>
internal static class DomainMembers
{
    /// <summary>By the domain. Found once for a state: whoever asks about one domain asks about all.</summary>
    private static readonly ConditionalWeakTable<
        ImmutableDictionary<string, DevicePlace>,
        ILookup<string, string>
    > Members = [];

    /// <summary>In file order.</summary>
    public static IEnumerable<Device> Of(KernelState state, string domain) =>
        Members
            .GetValue(
                state.Devices,
                places =>
                    (
                        from device in state.Index.Topology.Devices
                        let place = places[device.Name]
                        from name in place.MaybeIn.Append(place.Domain).OfType<string>().Distinct()
                        select (name, device.Name)
                    ).ToLookup(member => member.name, member => member.Name)
            )[domain]
            .Select(state.Index.Device);
}
