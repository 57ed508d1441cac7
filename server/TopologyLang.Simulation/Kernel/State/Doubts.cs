using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>Marks what is not known of a state that came out of a simulation under one of several kernels.</summary>
public static class Doubts
{
    /// <param name="devices">The devices, domains and guests of which it is not known how they stand.</param>
    public static KernelState Add(
        KernelState state,
        ImmutableArray<string> devices,
        ImmutableArray<string> domains,
        ImmutableArray<string> guests,
        Reason why
    ) =>
        state.WithUnknown(devices, why) with
        {
            Guests = state.Guests.SetItems(
                guests.Select(name =>
                    KeyValuePair.Create(name, state.Guests[name] with { Unknown = state.Guests[name].Unknown ?? why })
                )
            ),
            UnknownDomains = state.UnknownDomains.SetItems(domains.Select(name => KeyValuePair.Create(name, why))),
        };
}
