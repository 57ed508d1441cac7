using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Pci;

/// <summary>
/// vfio-pci puts a function to rest that nobody has open: the kernel saves its configuration space, and loads it again
/// when the function is opened or reset. What the host wrote in between (setpci reaches a resting function) is lost.
/// Seen on Linux 6.1, 6.12 and 7.2. Sources: drivers/vfio/pci/vfio_pci_core.c:vfio_pci_core_register_device
/// (pm_runtime_put), vfio_pci_core_enable; drivers/pci/pci-driver.c:pci_pm_runtime_suspend, pci_pm_runtime_resume;
/// drivers/pci/pci.c:pci_config_pm_runtime_get.
/// </summary>
internal static class RestingFunction
{
    /// <summary>
    /// Since then by the framework of runtime power management. Before, only some functions were saved, so both are
    /// possible there.
    /// </summary>
    private static readonly KernelVersion SavesAll = new(5, 19);

    /// <summary>
    /// The function as the host's write of its bit leaves it: what was saved when it came to rest stays.
    /// </summary>
    public static DevicePlace Written(Device device, DevicePlace before, DevicePlace after) =>
        Rests(device, before)
            ? after with
            {
                NoSnoopAtRest = before.NoSnoopAtRest ?? (before.EnableNoSnoop, before.NoSnoopSetBy),
            }
            : after;

    /// <summary>
    /// The function is awake, and its bit is what was saved; before 5.19 it is taken for set if it may be.
    /// </summary>
    public static DevicePlace Awake(DevicePlace place, KernelVersion kernel)
    {
        if (place.NoSnoopAtRest is not { } saved)
        {
            return place;
        }

        var awake = place with { NoSnoopAtRest = null };
        var mayBeKept = kernel < SavesAll && place.EnableNoSnoop;
        return mayBeKept ? awake : awake with { EnableNoSnoop = saved.Bit, NoSnoopSetBy = saved.SetBy };
    }

    public static ImmutableArray<Reason> OfWriting(Device device, DevicePlace before, DevicePlace after) =>
        after.NoSnoopAtRest is { } saved && saved.Bit != after.EnableNoSnoop && Rests(device, before)
            ?
            [
                new Reason(
                    $"{device.Name} rests, because vfio-pci has it and nobody has it open: when it is opened, the "
                        + "kernel loads the configuration space that it saved before, and the bit reads "
                        + $"{(saved.Bit ? 1 : 0)} again",
                    "drivers/pci/pci-driver.c:pci_pm_runtime_resume",
                    SavesAll
                ),
            ]
            : [];

    /// <summary>What opening the function did to the bit.</summary>
    public static ImmutableArray<Reason> OfOpening(Device device, DevicePlace before) =>
        before.NoSnoopAtRest is { } saved && saved.Bit != before.EnableNoSnoop
            ?
            [
                new Reason(
                    $"{device.Name} rested with vfio-pci: the kernel loads the configuration space that it saved then, "
                        + "and the host's later write to Enable No Snoop is lost",
                    "drivers/pci/pci-driver.c:pci_pm_runtime_resume",
                    SavesAll
                ),
            ]
            : [];

    private static bool Rests(Device device, DevicePlace place) =>
        device.Bound == "vfio-pci" && place.NoSnoopAtOpen is null;
}
