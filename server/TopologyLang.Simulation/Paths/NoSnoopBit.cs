using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// May the function set the no-snoop attribute? Source: PCI Express specification 7.5.3.4, Device Control bit 11.
/// </summary>
internal static class NoSnoopBit
{
    private const string Source = "PCI Express specification 7.5.3.4 (Enable No Snoop)";

    /// <summary>It could be made to: the bit is not hardwired to 0, whatever it reads now.</summary>
    public static bool Possible(Device device, DeviceState state) =>
        (state.Governing ?? device) is { Bus: DeviceBus.Pcie, NoSnoop: not NoSnoop.HardwiredZero };

    /// <summary>It may now.</summary>
    public static bool SetNow(Device device, DeviceState state) => Possible(device, state) && state.EnableNoSnoop;

    public static ImmutableArray<Reason> ToReasons(Device device, DeviceState state) =>
        [
            .. state.Governing is not { } other ? ImmutableArray<Reason>.Empty
            : device.VfOf is not null
                ?
                [
                    new Reason(
                        $"{device.Name} is a virtual function: Enable No Snoop is reserved in it, and that of "
                            + $"{other.Name} decides",
                        "PCI Express specification 9.3.5.4",
                        null,
                        true
                    ),
                ]
            : device.Outer is { } outer
                ?
                [
                    new Reason(
                        $"{device.Name} is {outer} of the machine below: Enable No Snoop of {other.Name} decides",
                        "drivers/vfio/pci/vfio_pci_config.c:init_pci_cap_exp_perm"
                    ),
                ]
            :
            [
                new Reason(
                    $"{device.Name} is a mediated device: its requests are those of {other.Name}",
                    "drivers/vfio/mdev"
                ),
            ],
            OfBit(device, state.Governing ?? device, state),
        ];

    private static Reason OfBit(Device device, Device bit, DeviceState state) =>
        bit.Bus != DeviceBus.Pcie
            ? new Reason(
                $"{bit.Name} is no PCIe function (it has no `bus = pcie ADDRESS`): its requests have no no-snoop "
                    + "attribute"
            )
        : bit.NoSnoop == NoSnoop.HardwiredZero
            ? new Reason($"Enable No Snoop of {bit.Name} is hardwired to 0: it never sets the attribute", Source)
        : !state.EnableNoSnoop
            ? new Reason($"Enable No Snoop of {bit.Name} is 0{Setter(state)}: it may not set the attribute now", Source)
        : device.NoSnoop == NoSnoop.Used
            ? new Reason(
                $"Enable No Snoop of {bit.Name} is 1{Setter(state)}, and its driver uses the attribute",
                Source
            )
        : new Reason($"Enable No Snoop of {bit.Name} is 1{Setter(state)}: it may set the attribute", Source);

    private static string Setter(DeviceState state) =>
        state.NoSnoopSetBy switch
        {
            NoSnoopSetter.Guest => " (the guest wrote it)",
            NoSnoopSetter.Host => " (the host wrote it)",
            _ => "",
        };
}
