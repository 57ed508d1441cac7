using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel;

/// <summary>
/// Whether a host's kernel uses its DMA remapping at all. Since 7.3 VT-d's driver obeys the DMAR table's DMAR_REMAP_OPT_OUT, which nothing on
/// the command line overrules. Source: drivers/iommu/intel/dmar.c:detect_intel_iommu, dmar_can_force_on.
/// </summary>
internal static class Remapping
{
    public const string Source = "drivers/iommu/intel/dmar.c:detect_intel_iommu";

    public static readonly KernelVersion ObeysFirmware = new(7, 3);

    /// <summary>The firmware's DMAR table switches the host's units off, and the kernel obeys.</summary>
    public static bool IsOff(Host host) =>
        host.RemappingOptOut && KernelVersions.SimulatedAs(host.Kernel) >= ObeysFirmware;

    /// <summary>The topology with no IOMMU in front of devices whose unit is off; the same one where none is.</summary>
    public static SystemTopology AsKernelsUseIt(SystemTopology topology)
    {
        if (!topology.Hosts.Any(IsOff))
        {
            return topology;
        }

        var off = topology.Hosts.Where(IsOff).Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        var units = topology
            .Iommus.Where(unit => unit.Model == IommuModel.IntelVtd && off.Contains(unit.Host))
            .Select(unit => unit.Name)
            .ToHashSet(StringComparer.Ordinal);
        return topology with
        {
            Iommus = topology.Iommus.RemoveAll(unit => units.Contains(unit.Name)),
            Devices =
            [
                .. topology.Devices.Select(device =>
                    device.Iommu is { } unit && units.Contains(unit) ? device with { Iommu = null } : device
                ),
            ],
        };
    }
}
