using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// virtio-iommu transports neither attributes nor snooping: what the requests do is up to the machine below.
/// </summary>
internal static class VirtioDriver
{
    private const string File = "drivers/iommu/virtio-iommu.c";

    public static readonly DriverRow Row = new()
    {
        Model = IommuModel.Virtio,
        File = File,
        // Before, drivers/iommu/virtio-iommu.c:viommu_domain_alloc refused IOMMU_DOMAIN_IDENTITY (5.15.145).
        IdentitySince = new(5, 17),
        CacheCoherency =
        [
            new(new(5, 19), "virtio-iommu honours IOMMU_CACHE for every device", _ => true, File + ":viommu_capable")
            {
                With = Fixes.VirtioHonoursCache,
            },
        ],
        AttachRules =
        [
            CommonRules.OtherUnit(new(5, 15), new(6, 2), Errno.Exdev, File + ":viommu_attach_dev"),
            CommonRules.OtherUnit(new(6, 2), null, Errno.Einval, File + ":viommu_attach_dev"),
        ],
        InterruptIsolation = CommonRules.IsolationByArchitecture,
        Blocking = new(
            "whatever the IOMMU of the machine below blocks",
            "virtio specification, IOMMU device: no attribute of that kind"
        ),
    };
}
