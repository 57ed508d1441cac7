using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>Drivers of architectures on which every ordinary request is coherent: they honour IOMMU_CACHE by doing nothing.</summary>
internal static class CoherentArchitectureDrivers
{
    private const string S390File = "drivers/iommu/s390-iommu.c";
    private const string PamuFile = "drivers/iommu/fsl_pamu_domain.c";
    private const string SpaprFile = "arch/powerpc/kernel/iommu.c";

    public static readonly ImmutableArray<DriverRow> Rows =
    [
        Coherent(IommuModel.S390, S390File, new(5, 15), "s390_iommu_capable",
            new BlockingFact("the architecture: every request is coherent", "z/Architecture")) with { IdentitySince = new(6, 17) },
        Coherent(IommuModel.FslPamu, PamuFile, new(5, 15), "fsl_pamu_capable",
            new BlockingFact("\"coherency required\" of the PAACE entry, which the driver always sets",
                "drivers/iommu/fsl_pamu.c:pamu_config_ppaace")) with
        {
            Type1Gap = new(null, "PAMU has one window in which addresses stay as they are and no operation that maps, so what a container "
                + "makes of it is not simulated", PamuFile),
        },
        Coherent(IommuModel.SpaprTce, SpaprFile, new(6, 4), "spapr_tce_iommu_capable", CommonRules.BlocksNothing) with
        {
            Type1Gap = new(null,
                "page tables for user space are of a kind of their own on POWER (VFIO_SPAPR_TCE_IOMMU), which is not simulated",
                "drivers/vfio/vfio_iommu_spapr_tce.c"),
        },
        Coherent(IommuModel.Loongarch, "drivers/iommu/loongarch_iommu.c (out of tree)", new(5, 15), "la_iommu_capable",
            CommonRules.BlocksNothing) with { IdentitySince = new(5, 15) },
    ];

    private static DriverRow Coherent(IommuModel model, string file, KernelVersion since, string function, BlockingFact blocking) => new()
    {
        Model = model,
        File = file,
        CacheCoherency = [CommonRules.Always(since.Major, since.Minor, "the driver honours IOMMU_CACHE for every device",
            $"{file}:{function}")],
        InterruptIsolation = CommonRules.IsolationByArchitecture,
        Blocking = blocking,
    };
}
