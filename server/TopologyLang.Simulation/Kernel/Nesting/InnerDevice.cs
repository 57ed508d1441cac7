using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.VirtualIommus;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Nesting;

/// <summary>
/// A device of a host that runs in a guest: one that the guest was given (<c>outer</c>). The host's kernel knows only the virtual IOMMU in
/// front of it; what really happens to a request is decided by the machine below.
/// </summary>
public static class InnerDevice
{
    private const string Shadow = "QEMU hw/vfio/listener.c:vfio_iommu_map_notify; hw/i386/intel_iommu.c:vtd_page_walk";

    /// <summary>What is not known about it; null for the devices of a real machine.</summary>
    internal static Reason? Outside(TopologyIndex index, Device device)
    {
        var host = index.HostOf(device);
        if (host.InGuest is not { } name || device.MdevOf is not null)
        {
            return null;
        }

        var guest = index.Guest(name);
        if (device.Outer is not { } outer)
        {
            return new Reason(
                $"{device.Name} is on {host.Name}, which runs in {name}: say which device of {guest.Host} it is (outer = ...); "
                    + "how a device that a VMM makes up reaches memory hangs on the VMM"
            );
        }

        return OutsideUnit(index, guest, device)
            ?? (
                device.VfOf is null || guest.Vmm == "qemu"
                    ? null
                    : new Reason(
                        $"{device.Name}: whether {guest.Vmm} lets a guest make virtual functions is not known; QEMU does not"
                    )
            )
            ?? NestedKvm.OutsideMachine(index, host)
            ?? VirtualIommu.Outside(index, guest)
            ?? Scope.Outside(index, index.Device(outer));
    }

    /// <summary>What the kernel of a host in a guest allows, and of which nobody knows what then becomes of the real device's requests; null
    /// where it is known.</summary>
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
        device.Outer is { } outer ? state.Devices[outer].Unknown ?? Unknown(state, state.Index.Device(outer)) : null;

    /// <summary>A virtual function that the kernel of a host in a guest would have to make; null for every other device.</summary>
    public static Reason? NeverMade(TopologyIndex index, Device device) =>
        device is { VfOf: { } physical, Outer: not null }
        && index.HostOf(device).InGuest is { } guest
        && index.Guest(guest).Vmm == "qemu"
            ? new Reason(
                $"{device.Name} cannot be a virtual function of {physical}: QEMU hides the SR-IOV capability of the devices that it gives to "
                    + $"{guest}, so {device.Host} can make none; make it on {index.Guest(guest).Host}, give it to {guest} and leave vf_of out here",
                "QEMU hw/vfio/pci.c:vfio_add_ext_cap (PCI_EXT_CAP_ID_SRIOV)"
            )
            : null;

    /// <summary>Why the host has no such device at this time; null where it has.</summary>
    internal static Reason? Absent(KernelState state, Device device) =>
        NeverMade(state.Index, device) ?? NotHeld(state, device);

    private static Reason? NotHeld(KernelState state, Device device) =>
        device.Outer is { } outer && state.Index.HostOf(device).InGuest is { } guest && !state.Holds(guest, outer)
            ? new Reason($"{guest} does not hold {outer} at this time, so {device.Host} in it has no {device.Name}")
            : null;

    /// <summary>
    /// The page table that counts for the hardware. The virtual one decides whether a request gets through at all; no bit of it reaches the
    /// real IOMMU, but for a nested domain, whose own first stage Linux allows only where it cannot make DMA bypass the caches.
    /// </summary>
    internal static (Translation Translation, ImmutableArray<Reason> Chain) Compose(
        KernelState state,
        Device device,
        (Translation Translation, ImmutableArray<Reason> Chain) own
    )
    {
        if (own.Translation is Translation.Unknown or Translation.Blocked)
        {
            return own;
        }

        var outer = state.Index.Device(device.Outer!);
        var (real, chain) = IommuCore.Translations.Of(state, outer.Name);
        return (
            real,
            [
                .. own.Chain,
                new Reason(
                    $"all this is what {device.Host} sees: {device.Name} is {outer.Name} of {outer.Host}, and what is in front of that decides",
                    Shadow
                ),
                .. chain,
            ]
        );
    }

    private static Reason? OutsideUnit(TopologyIndex index, Guest guest, Device device)
    {
        if (index.UnitOf(device) is not { } unit)
        {
            return null;
        }

        return VirtualIommu.Of(guest) is not { } row
                ? new Reason($"{unit.Name} would be an IOMMU of {guest.Name}, which is declared without one (viommu)")
            : row.Unit != unit.Model
                ? new Reason(
                    $"{unit.Name} is of another kind than the virtual IOMMU that {guest.Name} is declared with (viommu)"
                )
            : unit.Model == IommuModel.IntelVtd && unit.FirstStage != VirtualIommu.Nests(index, guest)
                ? new Reason(
                    unit.FirstStage
                        ? $"{unit.Name} has first-stage tables, which QEMU gives a unit in front of assigned devices only over nested domains: give "
                            + $"{guest.Name} domains with a parent"
                        : $"{guest.Name} has nested domains, so {unit.Name} has first-stage tables, and is declared without: give it "
                            + "scalable_mode = yes and first_stage = yes",
                    "QEMU hw/i386/intel_iommu.c:vtd_check_hiod"
                )
            : null;
    }
}
