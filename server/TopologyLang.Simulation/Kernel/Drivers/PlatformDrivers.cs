using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// Drivers of systems on a chip, whose <c>capable()</c> says no or does not exist: since 5.19 VFIO takes no device
/// behind them, so their attach rules matter to kernels before that only.
/// </summary>
internal static class PlatformDrivers
{
    private const string Folder = "drivers/iommu/";

    private static readonly KernelVersion Known = new(5, 15);

    public static readonly ImmutableArray<DriverRow> Rows =
    [
        // Sv39 and its kin without Svpbmt: an entry says nothing about memory types. A .capable that says yes was
        // proposed, not merged.
        Without(IommuModel.Riscv, "riscv/iommu.c") with
        {
            Since = new(6, 13),
            IdentitySince = new(6, 13),
        },
        Without(IommuModel.AppleDart, "apple-dart.c") with
        {
            IdentitySince = new(5, 15),
            AttachRules =
            [
                CommonRules.OtherUnit(Known, new(6, 7), Errno.Einval, Folder + "apple-dart.c:apple_dart_attach_dev"),
                CommonRules.OtherUnit(
                    new(6, 7),
                    null,
                    Errno.Einval,
                    Folder + "apple-dart.c:apple_dart_attach_dev_paging"
                ),
            ],
        },
        Without(IommuModel.Exynos, "exynos-iommu.c") with
        {
            IdentitySince = new(6, 7),
        },
        Without(IommuModel.IpmmuVmsa, "ipmmu-vmsa.c") with
        {
            IdentitySince = new(6, 7),
            Formats = CommonRules.StageOneOnly(Folder + "ipmmu-vmsa.c:ipmmu_domain_init_context"),
            AttachRules =
            [
                CommonRules.OtherUnit(Known, null, Errno.Einval, Folder + "ipmmu-vmsa.c:ipmmu_attach_device"),
            ],
        },
        Without(IommuModel.Msm, "msm_iommu.c") with
        {
            DefaultDomain = DefaultDomain.None,
            IdentitySince = new(6, 7),
            Formats = CommonRules.StageOneOnly(Folder + "msm_iommu.c:msm_iommu_domain_config"),
        },
        Without(IommuModel.Mtk, "mtk_iommu.c") with
        {
            IdentitySince = new(6, 7),
            UserTableGap = new(
                new(5, 19),
                "the units of this model share one page table, and what its entries do to the caches is not documented",
                Folder + "mtk_iommu.c:mtk_iommu_attach_device"
            ),
        },
        Without(IommuModel.MtkV1, "mtk_iommu_v1.c") with
        {
            DefaultDomain = DefaultDomain.None,
            IdentitySince = new(6, 7),
            UserTableGap = new(
                new(5, 19),
                "the driver says yes to the attach of a table of VFIO's and does nothing: whose memory the device's "
                    + "requests then reach depends on what was mapped before",
                Folder + "mtk_iommu_v1.c:mtk_iommu_v1_attach_device"
            ),
        },
        Without(IommuModel.Omap, "omap-iommu.c") with
        {
            DefaultDomain = DefaultDomain.None,
            IdentitySince = new(6, 7),
            AttachRules =
            [
                CommonRules.SecondDevice(Known, new(6, 2), Errno.Ebusy, Folder + "omap-iommu.c:omap_iommu_attach_dev"),
                CommonRules.SecondDevice(new(6, 2), null, Errno.Einval, Folder + "omap-iommu.c:omap_iommu_attach_dev"),
            ],
        },
        Without(IommuModel.Rockchip, "rockchip-iommu.c") with
        {
            IdentitySince = new(6, 4),
        },
        Without(IommuModel.Sprd, "sprd-iommu.c") with
        {
            AttachRules =
            [
                CommonRules.SecondDevice(
                    Known,
                    new(6, 4),
                    Errno.Einval,
                    Folder + "sprd-iommu.c:sprd_iommu_attach_device"
                ),
            ],
        },
        Without(IommuModel.Sun50i, "sun50i-iommu.c") with
        {
            IdentitySince = new(6, 7),
        },
        Without(IommuModel.TegraGart, "tegra-gart.c") with
        {
            DefaultDomain = DefaultDomain.None,
            RemovedIn = new(6, 7),
        },
        Without(IommuModel.TegraSmmu, "tegra-smmu.c") with
        {
            IdentitySince = new(6, 7),
            DefaultDomain = DefaultDomain.None,
        },
        // Not in 7.1.5, in 7.2.6.
        Without(IommuModel.Vsi, "vsi-iommu.c") with
        {
            Since = new(7, 2),
            IdentitySince = new(7, 2),
        },
        // No IOMMU API driver at all: it remaps interrupts, and a device behind it has no group.
        // The file was drivers/iommu/hyperv-iommu.c before 7.2.
        Without(IommuModel.Hyperv, "hyperv/hv-irq-remap-x86.c"),
    ];

    /// <summary>No <c>capable()</c>, or one that says no.</summary>
    private static DriverRow Without(IommuModel model, string file) =>
        new()
        {
            Model = model,
            File = Folder + file,
            CacheCoherency = [],
            InterruptIsolation = CommonRules.IsolationByArchitecture,
            Blocking = CommonRules.BlocksNothing(Folder + file),
        };
}
