using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.DeviceFiles;

/// <summary>/dev/iommu, which the VMM opens for an iommufd.</summary>
internal static class DevIommu
{
    public static readonly KernelVersion Since = new(6, 2);

    /// <summary>What the user of an older kernel sees when the VMM opens /dev/iommu (ENOENT).</summary>
    public static Reason Missing(KernelVersion kernel, string domain) =>
        new(
            $"Linux {kernel} has no /dev/iommu that the VMM could open for {domain}: iommufd came with 6.2",
            "drivers/iommu/iommufd/main.c:iommufd_init",
            Since
        );
}
