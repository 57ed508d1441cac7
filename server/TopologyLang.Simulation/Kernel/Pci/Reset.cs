using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Scopes;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Pci;

/// <summary>
/// <c>reset D</c>: a function-level reset, asked for by the guest (VFIO does it for it) or by the host (sysfs). The
/// kernel saves the configuration space before and restores it after, so nobody sees the hardware's reset value of the
/// bit, which is 1.
/// </summary>
internal static class Reset
{
    public static Answer Run(KernelState state, string deviceName)
    {
        var device = state.Index.Device(deviceName);
        var place = state.Devices[deviceName];
        if ((place.Unknown ?? Scope.Outside(state.Index, device)) is { } why)
        {
            return Answer.NotKnown(state, why);
        }

        place = RestingFunction.Awake(place, state.Index.HostOf(device).Kernel);
        var after = device.Outer is null ? state.WithDevice(deviceName, place with { WasReset = true }) : state;
        return Answer.Done(
            after,
            device is { Bus: DeviceBus.Pcie, VfOf: null, MdevOf: null, Outer: null }
                    ? new Reason(
                        "the kernel saves and restores Device Control around the reset: Enable No Snoop of "
                            + $"{deviceName} reads {(place.EnableNoSnoop ? 1 : 0)} as before",
                        "drivers/pci/pci.c:pci_try_reset_function, pci_save_pcie_state"
                    )
                : device.Outer is { } outer
                    ? new Reason(
                        $"{deviceName} is {outer} of the machine below, whose kernel saves and restores Device Control "
                            + "around the reset",
                        "drivers/vfio/pci/vfio_pci_config.c:vfio_exp_config_write"
                    )
                : new Reason(
                    $"{deviceName} has no Enable No Snoop of its own: a reset changes nothing about how its requests "
                        + "meet the caches"
                )
        );
    }
}
