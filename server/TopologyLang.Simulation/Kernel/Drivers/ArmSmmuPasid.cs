using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// What SMMUv3 has beyond one page table a device: nested tables, page tables of processes, device TLBs.
/// </summary>
internal static class ArmSmmuPasid
{
    private const string File = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c";
    private const string EnableFeature = File + ":arm_smmu_dev_enable_feature";
    private const string NotSupported =
        "the SMMU's page walks are not coherent with the CPUs (FEAT_COHERENCY), or the device has no PASID";

    public static readonly ImmutableArray<CapabilityRule> NestParents =
    [
        new(
            new(6, 13),
            "SMMUv3 makes parents of nested page tables in a unit with both stages",
            unit => unit.Unit is { Stage1: true, Stage2: true },
            File + ":arm_smmu_domain_alloc_paging_flags"
        ),
    ];

    public static readonly AtsFact Ats = new(
        "the SMMU has ATS (IDR0.ATS) and the firmware says that the root complex has it (IORT, or ats-supported in a "
            + "device tree)",
        unit => unit.Unit.DeviceTlb && unit.Device is { Ats: true, Bus: DeviceBus.Pcie },
        File + ":arm_smmu_ats_supported",
        File + ":arm_smmu_atc_inv_master"
    );

    /// <summary>A unit without stage 1 has no substreams (SSIDSIZE is 0), so it gives no device a PASID.</summary>
    public static readonly ImmutableArray<SvaRule> Sva =
    [
        new(new(5, 15), new(6, 0), NotSupported, IsNotSupported, Errno.Enodev, EnableFeature),
        new(new(6, 0), new(6, 16), NotSupported, IsNotSupported, Errno.Einval, EnableFeature),
        new(
            new(6, 16),
            null,
            "no PASID can be allocated: the device has none, or the SMMU has no stage 1 and so no substreams",
            HasNoPasid,
            Errno.Enospc,
            "drivers/iommu/iommu-sva.c:iommu_alloc_mm_data"
        ),
        new(
            new(6, 16),
            null,
            "the SMMU's page walks are not coherent with the CPUs (FEAT_COHERENCY)",
            unit => !unit.Unit.CoherentWalk,
            Errno.Eopnotsupp,
            "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c:arm_smmu_sva_domain_alloc"
        ),
    ];

    private static bool HasNoPasid(UnitContext unit) => !unit.Device.Pasid || !unit.Unit.Stage1;

    private static bool IsNotSupported(UnitContext unit) => !unit.Unit.CoherentWalk || HasNoPasid(unit);
}
