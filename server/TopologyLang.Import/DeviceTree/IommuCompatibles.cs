using System.Collections.Immutable;

namespace TopologyLang.Import.DeviceTree;

/// <summary>
/// The compatible strings by which the drivers of Linux 7.3.4 know their IOMMUs: the of_match tables of the files of
/// drivers/iommu that a row names. Those of Tegra's memory controllers and <c>riscv,pci-iommu</c> are of the bindings
/// nvidia,tegra30-mc and riscv,iommu.
/// </summary>
internal static class IommuCompatibles
{
    /// <summary>What the language calls an IOMMU that it has no model for.</summary>
    public const string Other = "other";

    private static readonly ImmutableArray<(string Model, string File, ImmutableArray<string> Names)> Rows =
    [
        ("arm_smmu_v3", "arm/arm-smmu-v3/arm-smmu-v3.c", ["arm,smmu-v3"]),
        (
            "arm_smmu_v2",
            "arm/arm-smmu/arm-smmu.c",
            [
                "arm,smmu-v1",
                "arm,smmu-v2",
                "arm,mmu-400",
                "arm,mmu-401",
                "arm,mmu-500",
                "cavium,smmu-v2",
                "nvidia,smmu-500",
                "qcom,smmu-v2",
            ]
        ),
        ("qcom", "arm/arm-smmu/qcom_iommu.c", ["qcom,msm-iommu-v1", "qcom,msm-iommu-v2"]),
        ("virtio", "virtio-iommu.c", ["virtio,pci-iommu"]),
        ("riscv", "riscv/iommu-platform.c", ["riscv,iommu", "riscv,pci-iommu"]),
        (
            "apple_dart",
            "apple-dart.c",
            ["apple,t8103-dart", "apple,t8103-usb4-dart", "apple,t8110-dart", "apple,t6000-dart"]
        ),
        ("exynos", "exynos-iommu.c", ["samsung,exynos-sysmmu"]),
        (
            "ipmmu_vmsa",
            "ipmmu-vmsa.c",
            [
                "renesas,ipmmu-vmsa",
                "renesas,rcar-gen4-ipmmu-vmsa",
                "renesas,ipmmu-r8a774a1",
                "renesas,ipmmu-r8a774b1",
                "renesas,ipmmu-r8a774c0",
                "renesas,ipmmu-r8a774e1",
                "renesas,ipmmu-r8a7795",
                "renesas,ipmmu-r8a7796",
                "renesas,ipmmu-r8a77961",
                "renesas,ipmmu-r8a77965",
                "renesas,ipmmu-r8a77970",
                "renesas,ipmmu-r8a77980",
                "renesas,ipmmu-r8a77990",
                "renesas,ipmmu-r8a77995",
                "renesas,ipmmu-r8a779a0",
            ]
        ),
        ("msm", "msm_iommu.c", ["qcom,apq8064-iommu"]),
        (
            "mtk",
            "mtk_iommu.c",
            [
                "mediatek,mt2712-m4u",
                "mediatek,mt6779-m4u",
                "mediatek,mt6795-m4u",
                "mediatek,mt6893-iommu-mm",
                "mediatek,mt8167-m4u",
                "mediatek,mt8173-m4u",
                "mediatek,mt8183-m4u",
                "mediatek,mt8186-iommu-mm",
                "mediatek,mt8188-iommu-infra",
                "mediatek,mt8188-iommu-vdo",
                "mediatek,mt8188-iommu-vpp",
                "mediatek,mt8189-iommu-apu",
                "mediatek,mt8189-iommu-infra",
                "mediatek,mt8189-iommu-mm",
                "mediatek,mt8192-m4u",
                "mediatek,mt8195-iommu-infra",
                "mediatek,mt8195-iommu-vdo",
                "mediatek,mt8195-iommu-vpp",
                "mediatek,mt8365-m4u",
            ]
        ),
        ("mtk_v1", "mtk_iommu_v1.c", ["mediatek,mt2701-m4u"]),
        ("omap", "omap-iommu.c", ["ti,omap2-iommu", "ti,omap4-iommu", "ti,dra7-iommu", "ti,dra7-dsp-iommu"]),
        ("rockchip", "rockchip-iommu.c", ["rockchip,iommu", "rockchip,rk3568-iommu"]),
        ("sprd", "sprd-iommu.c", ["sprd,iommu-v1"]),
        ("sun50i", "sun50i-iommu.c", ["allwinner,sun50i-h6-iommu", "allwinner,sun50i-h616-iommu"]),
        (
            "tegra_smmu",
            "tegra-smmu.c",
            [
                "nvidia,tegra30-mc",
                "nvidia,tegra114-mc",
                "nvidia,tegra124-mc",
                "nvidia,tegra132-mc",
                "nvidia,tegra210-mc",
            ]
        ),
        ("vsi", "vsi-iommu.c", ["verisilicon,iommu-1.2"]),
    ];

    /// <summary>The language's model of an IOMMU's node: that of its first string which a driver knows.</summary>
    public static string ModelOf(DeviceTreeNode node) =>
        node.Strings("compatible")
            .Select(name => Rows.FirstOrDefault(row => row.Names.Contains(name)).Model)
            .FirstOrDefault(model => model is not null)
        ?? Other;
}
