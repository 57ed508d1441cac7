using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Scopes;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Pci;

/// <summary>
/// A write to <i>Enable No Snoop</i>, Device Control bit 11. VFIO passes a guest's write through to the function.
/// </summary>
internal static class SetNoSnoop
{
    public static Answer Run(KernelState state, string deviceName, bool enable, NoSnoopSetter setter)
    {
        var device = state.Index.Device(deviceName);
        var place = state.Devices[deviceName];
        if ((place.Unknown ?? Scope.Outside(state.Index, device)) is { } why)
        {
            return Answer.NotKnown(state, why);
        }

        if (device.Outer is { } outer)
        {
            return NeedsVfio(place, setter) ? NotWithVfio(state, deviceName)
                : setter == NoSnoopSetter.Guest
                && ForcedNoSnoop.Drops(state.Index, device, place, enable) is { } droppedHere
                    ? Answer.Done(state, droppedHere)
                : OfInner(state, device, outer, enable);
        }

        if (
            (device.VfOf is not null || (device.MdevOf is not null && setter == NoSnoopSetter.Guest))
            && !NeedsVfio(place, setter)
        )
        {
            return Answer.Done(
                state,
                device.VfOf is { } physical
                    ? new Reason(
                        $"the bit is reserved in the virtual function {deviceName} and reads 0: that of {physical} "
                            + "decides",
                        "PCI Express specification 9.3.5.4",
                        null,
                        true
                    )
                    : new Reason(
                        $"the configuration space of {deviceName} is its driver's: the bit of {device.MdevOf} does not "
                            + "change",
                        "drivers/vfio/mdev"
                    )
            );
        }

        if (device.Bus != DeviceBus.Pcie || device.MdevOf is not null)
        {
            return Answer.Refused(
                state,
                Errno.Einval,
                new Reason(
                    $"{deviceName} is no PCIe function: it has no Device Control register, so setpci and VFIO find "
                        + "nothing to write",
                    "PCI Express specification 7.5.3.4"
                )
            );
        }

        if (NeedsVfio(place, setter))
        {
            return NotWithVfio(state, deviceName);
        }

        if (setter == NoSnoopSetter.Guest && ForcedNoSnoop.Drops(state.Index, device, place, enable) is { } dropped)
        {
            return Answer.Done(state, dropped);
        }

        var (how, source) =
            setter == NoSnoopSetter.Guest
                ? ("VFIO passes the guest's write to Enable No Snoop through", ForcedNoSnoop.PassThrough)
                : (
                    "the host writes Enable No Snoop (setpci, or its driver)",
                    "drivers/pci/access.c:pcie_capability_clear_and_set_word"
                );
        return device.NoSnoop == NoSnoop.HardwiredZero
            ? Answer.Done(
                state,
                new Reason(how, source),
                new Reason(
                    $"the bit is hardwired to 0 in {deviceName}: it reads back 0",
                    "PCI Express specification 7.5.3.4"
                )
            )
            : Written(
                state,
                device,
                place with
                {
                    EnableNoSnoop = enable,
                    NoSnoopSetBy = setter,
                    WasReset = false,
                },
                new Reason($"{how}; the bit of {deviceName} reads {(enable ? 1 : 0)} now", source)
            );
    }

    private static Answer Written(KernelState state, Device device, DevicePlace after, Reason how)
    {
        var before = state.Devices[device.Name];
        var written = RestingFunction.Written(device, before, after);
        return Answer.Done(
            state.WithDevice(device.Name, written),
            [how, .. RestingFunction.OfWriting(device, before, written)]
        );
    }

    private static Answer NotWithVfio(KernelState state, string device) =>
        Answer.Refused(
            state,
            Errno.Einval,
            new Reason(
                $"{device} is not with VFIO: no guest can reach its configuration space",
                ForcedNoSnoop.PassThrough
            )
        );

    /// <summary>Whoever writes it in a guest, for the machine below it is the guest.</summary>
    private static Answer OfInner(KernelState state, Device device, string outer, bool enable)
    {
        var answer = Run(state, outer, enable, NoSnoopSetter.Guest);
        return answer with
        {
            Chain =
            [
                new Reason(
                    $"{device.Name} is {outer} of the machine below, and the write goes on to it",
                    ForcedNoSnoop.PassThrough
                ),
                .. answer.Chain,
            ],
        };
    }

    private static bool NeedsVfio(DevicePlace place, NoSnoopSetter setter) =>
        setter == NoSnoopSetter.Guest && !place.RegisteredWithVfio;
}
