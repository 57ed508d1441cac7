using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Pci;

/// <summary>
/// The policy <c>vfio_forces_no_snoop_off</c>: VFIO clears Enable No Snoop when it opens a device, unless the device's
/// variant driver wants the attribute, and what could not be set when a domain was attached cannot be turned on by the
/// VMM later. Discussed in May 2024 (seed 002), in no released kernel.
/// </summary>
internal static class ForcedNoSnoop
{
    private const string Source = "seed 002 (discussed, not merged)";

    /// <summary>Where VFIO lets a guest write the bit.</summary>
    public const string PassThrough = "drivers/vfio/pci/vfio_pci_config.c:init_pci_cap_exp_perm";

    /// <summary>
    /// VFIO clears the bit of this device. On a host in a guest its write goes on to the function of the machine below,
    /// if that has a bit of its own.
    /// </summary>
    public static bool Clears(TopologyIndex index, Device device) =>
        index.HostOf(device).VfioForcesNoSnoopOff
        && device is { Bus: DeviceBus.Pcie, VfOf: null, MdevOf: null, VariantDriver: VariantDriver.None }
        && index.RealOf(device) is { Bus: DeviceBus.Pcie, VfOf: null, MdevOf: null };

    /// <summary>Who writes the bit, as the machine that has the function sees it.</summary>
    /// <param name="ofMachine">The VFIO that clears it is that of the machine itself.</param>
    public static NoSnoopSetter Setter(bool ofMachine) => ofMachine ? NoSnoopSetter.Host : NoSnoopSetter.Guest;

    /// <summary>Why a guest's write does not reach the function; null where it does.</summary>
    public static Reason? Drops(TopologyIndex index, Device device, DevicePlace place, bool enable) =>
        enable && place.NoSnoopOffAtAttach && index.HostOf(device).VfioForcesNoSnoopOff
            ? new Reason(
                $"Enable No Snoop of {device.Name} was 0 when it was attached: VFIO drops the guest's write",
                Source
            )
            : null;

    /// <summary>What opening the device does about the bit.</summary>
    public static ImmutableArray<Reason> OfOpening(TopologyIndex index, Device device) =>
        Clears(index, device)
            ?
            [
                new Reason($"VFIO clears Enable No Snoop of {device.Name} as long as it has the device", Source),
                .. Below(device),
            ]
        : !index.HostOf(device).VfioForcesNoSnoopOff ? []
        : (device.VfOf ?? index.RealOf(device).VfOf) is { } physical
            ?
            [
                new Reason(
                    $"VFIO cannot clear Enable No Snoop of the virtual function {device.Name}: that of {physical} "
                        + "decides",
                    Source
                ),
            ]
        : device.VariantDriver == VariantDriver.WantsNoSnoop
            ?
            [
                new Reason(
                    $"the variant driver of {device.Name} wants no-snoop, so VFIO leaves Enable No Snoop as it is",
                    Source
                ),
            ]
        : [];

    private static ImmutableArray<Reason> Below(Device device) =>
        device.Outer is { } outer
            ?
            [
                new Reason(
                    $"{device.Name} is {outer} of the machine below, whose VFIO passes the write on to it",
                    PassThrough
                ),
            ]
            : [];
}
