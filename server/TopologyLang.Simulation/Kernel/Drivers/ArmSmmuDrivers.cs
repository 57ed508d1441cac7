using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>Arm's SMMUs. None of them blocks no-snoop; a root complex with CANWBS makes it harmless.</summary>
internal static class ArmSmmuDrivers
{
    private const string V3File = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c";
    private const string V2File = "drivers/iommu/arm/arm-smmu/arm-smmu.c";
    private const string QcomFile = "drivers/iommu/arm/arm-smmu/qcom_iommu.c";

    private static readonly KernelVersion SaysYesToOthers = new(6, 14);

    public static readonly DriverRow V3 = new()
    {
        Model = IommuModel.ArmSmmuV3,
        File = V3File,
        IdentitySince = new(5, 15),
        NestParents = ArmSmmuPasid.NestParents,
        SvaSince = new(5, 15),
        SvaRules = ArmSmmuPasid.Sva,
        Ats = ArmSmmuPasid.Ats,
        Formats = StagesOf(V3File + ":arm_smmu_domain_finalise"),
        CacheCoherency =
        [
            CommonRules.Always(5, 15, "SMMUv3 honours IOMMU_CACHE for every device", V3File + ":arm_smmu_capable"),
            new(
                new(6, 1),
                "SMMUv3 goes by the firmware's word on its own page walks (FEAT_COHERENCY); nobody asks about the "
                    + "device",
                unit => unit.Unit.CoherentWalk,
                V3File + ":arm_smmu_capable"
            ),
        ],
        EnforceCapability =
        [
            new(
                new(6, 13),
                "no-snoop is harmless exactly behind a root complex that the IORT calls CANWBS",
                IsCanwbs,
                V3File + ":arm_smmu_capable"
            ),
        ],
        Enforce =
        [
            new(
                new(6, 13),
                null,
                "enforcement needs a root complex with CANWBS in front of every attached device",
                (_, attached) => attached.All(IsCanwbs),
                V3File + ":arm_smmu_enforce_cache_coherency"
            ),
        ],
        AttachRules =
        [
            CommonRules.OtherUnit(new(5, 15), new(6, 2), Errno.Enxio, V3File + ":arm_smmu_attach_dev"),
            // Without the fix 6.14 and 6.15 say yes and do nothing: Translations shows what comes of it.
            CommonRules.OtherUnit(new(6, 2), SaysYesToOthers, Errno.Einval, V3File + ":arm_smmu_attach_dev"),
            CommonRules.OtherUnit(SaysYesToOthers, null, Errno.Einval, V3File + ":arm_smmu_attach_dev") with
            {
                With = Fixes.SmmuRefusesOthers,
            },
            new(
                new(6, 13),
                null,
                "the table is enforced and the device's root complex has no CANWBS",
                (table, unit) => table.ForcesSnoop && !IsCanwbs(unit),
                Errno.Einval,
                V3File + ":arm_smmu_attach_prepare"
            ),
        ],
        InterruptIsolation = CommonRules.IsolationByArchitecture,
        Blocking = new(
            "a root complex with CANWBS, whatever the table",
            "IORT revision E.f, memory access flags; Arm IHI 0070, 13.6.1.1"
        ),
    };

    public static readonly DriverRow V2 = new()
    {
        Model = IommuModel.ArmSmmuV2,
        File = V2File,
        IdentitySince = new(5, 15),
        Formats = StagesOf(V2File + ":arm_smmu_init_domain_context"),
        CacheCoherency =
        [
            CommonRules.Always(5, 15, "SMMUv2 honours IOMMU_CACHE for every device", V2File + ":arm_smmu_capable"),
            new(
                new(6, 1),
                "SMMUv2 goes by the firmware's word on its own page walks (COHERENT_WALK) and not on the device; fixed "
                    + "by "
                    + Fixes.Smmu2AsksDevice.Words,
                unit => unit.Unit.CoherentWalk,
                V2File + ":arm_smmu_capable"
            ),
            new(
                new(6, 1),
                "SMMUv2 goes by the firmware's word on its own page walks, or on the device",
                unit => unit.Unit.CoherentWalk || unit.Device.DmaCoherent,
                V2File + ":arm_smmu_capable"
            )
            {
                With = Fixes.Smmu2AsksDevice,
            },
        ],
        AttachRules = [CommonRules.OtherUnit(new(5, 15), null, Errno.Einval, V2File + ":arm_smmu_attach_dev")],
        InterruptIsolation = CommonRules.IsolationByArchitecture,
        Blocking = CommonRules.BlocksNothing(V2File),
    };

    public static readonly DriverRow Qcom = new()
    {
        Model = IommuModel.Qcom,
        File = QcomFile,
        IdentitySince = new(6, 7),
        Formats = CommonRules.StageOneOnly(QcomFile + ":qcom_iommu_init_domain"),
        CacheCoherency =
        [
            CommonRules.Always(
                5,
                15,
                "the driver honours IOMMU_CACHE for every device",
                QcomFile + ":qcom_iommu_capable"
            ),
        ],
        AttachRules = [CommonRules.OtherUnit(new(5, 15), null, Errno.Einval, QcomFile + ":qcom_iommu_attach_dev")],
        InterruptIsolation = CommonRules.IsolationByArchitecture,
        Blocking = CommonRules.BlocksNothing(QcomFile),
    };

    private static ImmutableArray<FormatRule> StagesOf(string source) =>
        [
            .. new[] { TableUse.DmaApi, TableUse.User }.Select(use => new FormatRule(
                new(5, 15),
                use,
                "the SMMU translates by stage 1 where it has one, else by stage 2",
                Stage,
                source
            )),
        ];

    private static PageTableFormat? Stage(UnitContext unit) =>
        unit.Unit.Stage1 ? PageTableFormat.ArmStageOne
        : unit.Unit.Stage2 ? PageTableFormat.ArmStageTwo
        : null;

    /// <summary>A device tree has no word for it.</summary>
    public static bool IsCanwbs(UnitContext unit) =>
        unit.Device is { Canwbs: true, Bus: DeviceBus.Pcie } && unit.Host.Firmware == Firmware.Acpi;
}
