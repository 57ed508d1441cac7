using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.DeviceFiles;

/// <summary>
/// A device's own file (/dev/vfio/devices/vfioN), beside its group's. Source: drivers/vfio/device_cdev.c.
/// </summary>
internal static class DeviceFile
{
    public static readonly KernelVersion Since = new(6, 6);
}
