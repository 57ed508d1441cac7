using TopologyLang.Simulation.Kernel.Pci;
using TopologyLang.Simulation.Kernel.State;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// A user opens a device of VFIO and closes it: VFIO saves the configuration space, and loads it again. Source:
/// drivers/vfio/pci/vfio_pci_core.c:vfio_pci_core_enable, vfio_pci_core_disable.
/// </summary>
internal static class OpenDevice
{
    /// <summary>The device with VFIO, opened by its user.</summary>
    public static KernelState Opened(this KernelState state, string name)
    {
        var device = state.Index.Device(name);
        var place = RestingFunction.Awake(state.Devices[name], state.Index.HostOf(device).Kernel);
        var real = state.Index.RealOf(device).Name;
        var bit = real == name ? place : state.Devices[real];
        var saved = state.WithDevice(name, place with { NoSnoopAtOpen = (bit.EnableNoSnoop, bit.NoSnoopSetBy) });
        var opened =
            bit.EnableNoSnoop && ForcedNoSnoop.Clears(state.Index, device)
                ? saved.WithDevice(
                    real,
                    saved.Devices[real] with
                    {
                        EnableNoSnoop = false,
                        NoSnoopSetBy = ForcedNoSnoop.Setter(real == name),
                    }
                )
                : saved;
        return opened.WithDevice(
            name,
            opened.Devices[name] with
            {
                RegisteredWithVfio = true,
                NoSnoopOffAtAttach = !opened.Devices[state.Index.Governing(device).Name].EnableNoSnoop,
            }
        );
    }

    /// <summary>The device's user closes it: the bit is what it was when the device was opened.</summary>
    public static KernelState Closed(this KernelState state, string name)
    {
        if (state.Devices[name].NoSnoopAtOpen is not { } saved)
        {
            return state;
        }

        var closed = state.WithDevice(
            name,
            state.Devices[name] with
            {
                NoSnoopAtOpen = null,
                NoSnoopOffAtAttach = false,
            }
        );
        var real = state.Index.RealOf(state.Index.Device(name)).Name;
        return closed.WithDevice(
            real,
            closed.Devices[real] with
            {
                EnableNoSnoop = saved.Bit,
                NoSnoopSetBy = saved.SetBy,
            }
        );
    }
}
