using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// After a function-level reset Enable No Snoop reads what the kernel restored, not the hardware's reset value, which
/// is 1. Who takes a 0 after a reset for "hardwired" (a policy of seed 002) is misled.
/// </summary>
internal static class ResetBelief
{
    public static BeliefMismatch? Of(KernelState state, Device device, DeviceState now) =>
        state.Devices[device.Name].WasReset && !now.EnableNoSnoop && NoSnoopBit.Possible(device, now)
            ? new BeliefMismatch(
                device.Name,
                now.Domain,
                null,
                $"Enable No Snoop of {device.Name} reads 0 after a reset, like that of a function which never sets the "
                    + "attribute",
                "the kernel saved and restored the bit; the function's own reset value is 1, and it can be turned on "
                    + "again",
                [.. NoSnoopBit.ToReasons(device, now)]
            )
            {
                Function = "drivers/pci/pci.c:pci_try_reset_function, pci_restore_pcie_state",
                Versions = BeliefMismatch.EveryVersion,
            }
            : null;
}
