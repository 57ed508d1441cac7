using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>
/// What is not known of a state after an operation without a known answer. Whoever answers from such a part does not
/// know the answer either.
/// </summary>
internal static class Uncertainty
{
    /// <summary>Why it is not known which devices are in the domain; null where it is.</summary>
    public static Reason? OfDomain(KernelState state, string name) =>
        state.UnknownDomains.TryGetValue(name, out var doubt)
            ? doubt
            : state
                .UnknownDevices.Select(device => state.Devices[device])
                .FirstOrDefault(place => place.Domain == name || place.MaybeIn.Contains(name))
                ?.Unknown;

    /// <summary>Why it is not known where some device of the group is; null where it is known of all.</summary>
    public static Reason? OfGroup(KernelState state, Device device) =>
        state
            .Index.GroupOf(device)
            .Select(member => state.Devices[member.Name].Unknown)
            .FirstOrDefault(why => why is not null);

    /// <summary>Why it is not known whether a KVM has a file of the group; null where it is.</summary>
    public static Reason? OfFile(KernelState state, Device device) =>
        state
            .MaybeGiven.Where(given => given.Group == TopologyIndex.GroupKey(device))
            .Select(given => state.Guests[given.Guest].Unknown)
            .FirstOrDefault();

    /// <summary>The whole group may be in the domain now, or where it was.</summary>
    public static KernelState Moved(KernelState state, Device device, string? domain, Reason why)
    {
        var group = state.Index.GroupOf(device);
        var unknown = state.WithUnknown(group.Select(member => member.Name), why);
        var moved = unknown with
        {
            Devices = unknown.Devices.SetItems(
                group.Select(member => KeyValuePair.Create(member.Name, Moved(unknown.Devices[member.Name], domain)))
            ),
        };
        return state.Devices[device.Name].Domain is { } left && MayLose(state, left)
            ? moved.WithUnknownMapping(left, why)
            : moved;
    }

    /// <summary>KVM may have the file of the device, or not, and so may or may not take its DMA as coherent.</summary>
    public static KernelState Given(KernelState state, string device, string guest, Reason why)
    {
        var record = state.Guests[guest];
        var given = (guest, TopologyIndex.GroupKey(state.Index.Device(device)));
        return state.WithGuest(guest, record with { Unknown = record.Unknown ?? why }) with
        {
            MaybeGiven = state.MaybeGiven.Contains(given) ? state.MaybeGiven : state.MaybeGiven.Add(given),
        };
    }

    /// <summary>
    /// What a scenario mapped may be lost with the last device; what the VMM maps itself comes back with a device.
    /// </summary>
    public static bool MayLose(KernelState state, string domain) =>
        state.Index.Domain(domain).LosesMappings
        && (
            state.UnknownMappings.ContainsKey(domain) || (state.Mappings.TryGetValue(domain, out var mapped) && mapped)
        );

    private static DevicePlace Moved(DevicePlace place, string? domain) =>
        place with
        {
            MaybeIn = domain is null || place.MaybeIn.Contains(domain) ? place.MaybeIn : place.MaybeIn.Add(domain),
        };
}
