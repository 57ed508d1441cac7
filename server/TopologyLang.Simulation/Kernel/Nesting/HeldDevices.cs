using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Nesting;

/// <summary>Which guest has which device now. A host in a guest has those devices only that its guest has.</summary>
public static class HeldDevices
{
    /// <summary>
    /// The guest has the device now: it is bound to VFIO or vhost-vdpa in a user's domain, and the guest was declared
    /// to get it or its file was given to the guest's KVM.
    /// </summary>
    public static bool Holds(this KernelState state, string guest, string device) =>
        state.Devices[device] is { Domain: { } domain } place
        && (
            state.Index.Domain(domain).Api == DomainApi.VhostVdpa
            || (place.RegisteredWithVfio && state.Index.Domain(domain).IsOfUser)
        )
        && Absent(state, state.Index.Device(device)) is null
        && (
            state.Guests[guest].Files.Any(f => f.Devices.Contains(device))
            || IsAssigned(state.Index, guest, device, domain)
        );

    /// <summary>Why the host has no such device at this time; null where it has.</summary>
    internal static Reason? Absent(KernelState state, Device device) =>
        InnerDevice.NeverMade(state.Index, device) ?? NotHeld(state, device);

    private static Reason? NotHeld(KernelState state, Device device) =>
        device.Outer is { } outer && state.Index.HostOf(device).InGuest is { } guest && !state.Holds(guest, outer)
            ? new Reason($"{guest} does not hold {outer} at this time, so {device.Host} in it has no {device.Name}")
            : null;

    /// <summary>
    /// Where several guests are to get the device, it is with the one that gets it through the domain in which it is.
    /// </summary>
    private static bool IsAssigned(TopologyIndex index, string guest, string device, string domain) =>
        index.Guest(guest).Assign.Any(a => a.Device == device)
        && (
            index.Guest(guest).Assign.Contains(new Assignment(device, domain))
            || !index.Topology.Guests.Any(g => g.Assign.Contains(new Assignment(device, domain)))
        );
}
