using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// Drivers of architectures on which every ordinary request is coherent: they honour IOMMU_CACHE by doing nothing.
/// </summary>
internal static class CoherentArchitectureDrivers
{
    private const string S390File = "drivers/iommu/s390-iommu.c";
    private const string PamuFile = "drivers/iommu/fsl_pamu_domain.c";
    private const string SpaprFile = "arch/powerpc/kernel/iommu.c";
    private const string LoongarchFile = "drivers/iommu/loongarch_iommu.c (out of tree)";

    public static readonly ImmutableArray<DriverRow> Rows =
    [
        Coherent(
            IommuModel.S390,
            S390File,
            new(5, 15),
            "s390_iommu_capable",
            new BlockingFact("the architecture: every request is coherent", "z/Architecture")
        ) with
        {
            // 64af12c6ec3a: where the machine has the facility (rtr_avail), which is taken as so.
            IdentitySince = new(6, 15),
            DefaultDomain = DefaultDomain.None,
        },
        Coherent(
            IommuModel.FslPamu,
            PamuFile,
            new(5, 15),
            "fsl_pamu_capable",
            new BlockingFact(
                "\"coherency required\" of the PAACE entry, which the driver always sets",
                "drivers/iommu/fsl_pamu.c:pamu_config_ppaace"
            )
        ) with
        {
            DefaultDomain = DefaultDomain.Platform,
            UserTableGap = new(
                null,
                "PAMU has one window in which addresses stay as they are, no page size and no operation that maps: "
                    + "what an IOAS makes of that is not documented",
                PamuFile
            ),
        },
        Coherent(
            IommuModel.SpaprTce,
            SpaprFile,
            new(6, 4),
            "spapr_tce_iommu_capable",
            CommonRules.BlocksNothing(SpaprFile)
        ) with
        {
            DefaultDomain = DefaultDomain.Platform,
            AttachRules =
            [
                NoPagingDomain(
                    new(5, 15),
                    new(6, 11),
                    Errno.Enomem,
                    "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_paging_alloc"
                ),
                NoPagingDomain(
                    new(6, 11),
                    null,
                    Errno.Eopnotsupp,
                    "drivers/iommu/iommu.c:iommu_paging_domain_alloc_flags"
                ),
            ],
        },
        Coherent(
            IommuModel.Loongarch,
            LoongarchFile,
            new(5, 15),
            "la_iommu_capable",
            CommonRules.BlocksNothing(LoongarchFile)
        ) with
        {
            IdentitySince = new(5, 15),
        },
    ];

    /// <summary>
    /// The driver has a domain of the platform and a blocked one, and none that user space could map into.
    /// </summary>
    private static AttachRule NoPagingDomain(KernelVersion since, KernelVersion? until, string errno, string source) =>
        new(
            since,
            until,
            "page tables for user space are VFIO_SPAPR_TCE_IOMMU's on POWER, and the driver "
                + "makes none for anybody else",
            (_, _) => true,
            errno,
            source
        );

    private static DriverRow Coherent(
        IommuModel model,
        string file,
        KernelVersion since,
        string function,
        BlockingFact blocking
    ) =>
        new()
        {
            Model = model,
            File = file,
            CacheCoherency =
            [
                CommonRules.Always(
                    since.Major,
                    since.Minor,
                    "the driver honours IOMMU_CACHE for every device",
                    $"{file}:{function}"
                ),
            ],
            InterruptIsolation = CommonRules.IsolationByArchitecture,
            Blocking = blocking,
        };
}
