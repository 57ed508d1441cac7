using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Nesting;

/// <summary>
/// A device of a host that runs in a guest: one that the guest was given (<c>outer</c>). The host's kernel knows only
/// the virtual IOMMU in front of it; what really happens to a request is decided by the machine below.
/// </summary>
public static class InnerDevice
{
    private const string Shadow = "QEMU hw/vfio/listener.c:vfio_iommu_map_notify; hw/i386/intel_iommu.c:vtd_page_walk";

    /// <summary>
    /// What the kernel of a host in a guest allows, and of which nobody knows what then becomes of the real device's
    /// requests; null where it is known.
    /// </summary>
    internal static Reason? OutsideUse(Device device, Domain domain) =>
        (device.Outer, domain) switch
        {
            (null, _) => null,
            (_, { Api: DomainApi.Sva }) => new Reason(
                $"{device.Host} runs in a guest and binds {device.Name} to a process: which page table the "
                    + "machine below has for the guest's PASIDs is not known here"
            ),
            (_, { Parent: { } parent }) => new Reason(
                $"{domain.Name} is nested in {parent} by {device.Host}, which runs in a guest itself: no "
                    + "virtual IOMMU is known here that nests page tables for an assigned device"
            ),
            _ => null,
        };

    /// <summary>Something on the way of the real device that is not known.</summary>
    internal static Reason? Unknown(KernelState state, Device device) =>
        device.Outer is { } outer
            ? state.Devices[outer].Unknown
                ?? UnknownHolder(state, state.Index.HostOf(device).InGuest, outer)
                ?? Unknown(state, state.Index.Device(outer))
            : null;

    /// <summary>A guest that is declared to get the device has it, whatever its KVM was told.</summary>
    private static Reason? UnknownHolder(KernelState state, string? guest, string outer) =>
        guest is not null
        && state.MaybeGiven.Contains((guest, TopologyIndex.GroupKey(state.Index.Device(outer))))
        && !state.Index.Guest(guest).Assign.Any(a => a.Device == outer)
            ? state.Guests[guest].Unknown
            : null;

    /// <summary>The device and, for one of a host in a guest, those that it is in the machines below.</summary>
    public static IEnumerable<Device> Layers(TopologyIndex index, Device device) =>
        device.Outer is { } outer ? Layers(index, index.Device(outer)).Prepend(device) : [device];

    /// <summary>
    /// A virtual function that the kernel of a host in a guest would have to make; null for every other device.
    /// </summary>
    public static Reason? NeverMade(TopologyIndex index, Device device) =>
        device is { VfOf: { } physical, Outer: not null }
        && index.HostOf(device).InGuest is { } guest
        && index.Guest(guest).Vmm == "qemu"
            ? new Reason(
                $"{device.Name} cannot be a virtual function of {physical}: QEMU hides the SR-IOV capability of the "
                    + $"devices that it gives to {guest}, so {device.Host} can make none; make it on "
                    + $"{index.Guest(guest).Host}, give it to {guest} and leave vf_of out here",
                "QEMU hw/vfio/pci.c:vfio_add_ext_cap (PCI_EXT_CAP_ID_SRIOV)"
            )
            : null;

    /// <summary>
    /// The page table that counts for the hardware. The virtual one decides whether a request gets through at all; no
    /// bit of it reaches the real IOMMU, but for a nested domain, whose own first stage Linux allows only where it
    /// cannot make DMA bypass the caches.
    /// </summary>
    /// <param name="own">Why the host's own kernel lets the request through.</param>
    /// <param name="real">What is in front of the device of the machine below.</param>
    internal static (Translation Translation, ImmutableArray<Reason> Chain) Compose(
        Device device,
        Device outer,
        ImmutableArray<Reason> own,
        (Translation Translation, ImmutableArray<Reason> Chain) real
    ) =>
        (
            real.Translation,
            [
                .. own,
                new Reason(
                    $"all this is what {device.Host} sees: {device.Name} is {outer.Name} of {outer.Host}, and what is "
                        + "in front of that decides",
                    Shadow
                ),
                .. real.Chain,
            ]
        );
}
