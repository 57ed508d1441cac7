using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Kernel.State.PageTableFormat;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>VT-d: the coherency of a device depends on ECAP.SC of the unit that translates for it.</summary>
internal static class IntelVtdDriver
{
    private const string File = "drivers/iommu/intel/iommu.c";
    private const string PasidFile = "drivers/iommu/intel/pasid.c";
    private const string NoFirstStage = "the device's unit cannot do first-stage translation";
    private const string NoSecondStage =
        "the device's unit runs in scalable mode and cannot do second-stage translation";

    private const string SetsPgsnp =
        "enforcement sets PGSNP and needs snoop control in the unit of every attached device";
    private const string SetsSnp =
        "enforcement sets SNP in later mappings and needs snoop control in the unit of every attached device";
    private const string NeedsEmpty =
        "enforcement needs snoop control in the unit of every attached device, and a table into which nothing was ever "
        + "mapped";

    /// <summary>
    /// Device classes whose RMRR may be dropped. Source: drivers/iommu/intel/iommu.c:device_rmrr_is_relaxable.
    /// </summary>
    private static readonly FrozenSet<string> RelaxableClasses = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "gpu",
        "vga",
        "display",
        "usb"
    );

    public static readonly DriverRow Row = new()
    {
        Model = IommuModel.IntelVtd,
        File = File,
        IdentitySince = new(5, 15),
        NestParents = IntelVtdPasid.NestParents,
        SvaSince = new(5, 15),
        SvaRules = IntelVtdPasid.Sva,
        Ats = IntelVtdPasid.Ats,
        CacheCoherency =
        [
            new(
                new(5, 15),
                "IOMMU_CAP_CACHE_COHERENCY means here that no-snoop can be blocked: every VT-d unit of the host has "
                    + "snoop control or runs in scalable mode",
                EveryUnitControlsSnoop,
                File + ":domain_update_iommu_snooping"
            ),
            new(new(5, 19), "VT-d honours IOMMU_CACHE for every device", _ => true, File + ":intel_iommu_capable"),
        ],
        EnforceCapability =
        [
            new(
                new(6, 2),
                "VT-d can block no-snoop for a device exactly if its unit has snoop control (ECAP.SC)",
                HasSnoopControl,
                File + ":intel_iommu_capable"
            ),
        ],
        Enforce =
        [
            new(
                new(5, 19),
                VtdFirstStage,
                SetsPgsnp,
                EveryAttachedHasSnoopControl,
                File + ":intel_iommu_enforce_cache_coherency"
            ),
            new(
                new(5, 19),
                VtdSecondStage,
                SetsSnp,
                EveryAttachedHasSnoopControl,
                File + ":intel_iommu_enforce_cache_coherency"
            ),
            new(new(5, 19), VtdSecondStage, NeedsEmpty, MayBeginToForce, File + ":domain_support_force_snooping")
            {
                With = Fixes.VtdForcesEmptyOnly,
            },
            new(
                new(6, 17),
                VtdFirstStage,
                SetsPgsnp,
                EveryAttachedHasSnoopControl,
                File + ":intel_iommu_enforce_cache_coherency_fs"
            ),
            new(
                new(6, 17),
                VtdSecondStage,
                NeedsEmpty,
                MayBeginToForce,
                File + ":intel_iommu_enforce_cache_coherency_ss"
            ),
            new(
                new(6, 19),
                VtdSecondStage,
                SetsSnp,
                EveryAttachedHasSnoopControl,
                File + ":intel_iommu_enforce_cache_coherency_ss"
            ),
        ],
        Formats =
        [
            new(
                new(5, 15),
                TableUse.User,
                "a table for user space is first-stage where every unit of the host can do that",
                unit => HostWideFormat(unit, TableUse.DmaApi),
                File + ":first_level_by_default"
            ),
            new(
                new(5, 15),
                TableUse.User,
                "a table for user space is second-stage wherever every unit of the host can do that",
                unit => HostWideFormat(unit, TableUse.User),
                File + ":first_level_by_default"
            )
            {
                With = Fixes.VtdFirstStageByType,
            },
            new(
                new(5, 15),
                TableUse.DmaApi,
                "a table of the DMA API is first-stage where every unit of the host can do that",
                unit => HostWideFormat(unit, TableUse.DmaApi),
                File + ":first_level_by_default"
            ),
            new(
                new(6, 13),
                TableUse.User,
                "a table for user space is first-stage where the device's unit runs in scalable mode and can do that",
                UnitFormat,
                File + ":intel_iommu_domain_alloc_paging_flags"
            ),
            new(
                new(6, 13),
                TableUse.DmaApi,
                "a table of the DMA API is first-stage where the device's unit runs in scalable mode and can do that",
                UnitFormat,
                File + ":first_level_by_default"
            ),
        ],
        AttachRules = AttachRules(),
        Sharing =
        [
            new(
                new(5, 15),
                "VT-d has one set of domain operations for both stages",
                (_, _) => true,
                File + ":intel_iommu_ops"
            ),
            new(
                new(6, 17),
                "first-stage and second-stage tables of VT-d have different domain operations and are never joined",
                (a, b) => a == b,
                File + ":intel_fs_paging_domain_ops, intel_ss_paging_domain_ops"
            ),
        ],
        InterruptIsolation = new(
            new(5, 15),
            "VT-d isolates the device's interrupts exactly if interrupt remapping is on",
            unit => unit.Unit.InterruptRemapping,
            "drivers/iommu/intel/irq_remapping.c"
        ),
        Blocking = new(
            "SNP in second-stage entries or PGSNP in the PASID entry, and only in a unit with snoop control",
            "Intel VT-d specification, second-stage paging entries and PASID-table entry"
        ),
    };

    private static ImmutableArray<AttachRule> AttachRules() =>
        [
            new(
                new(5, 15),
                new(6, 6),
                "a device with an RMRR that may not be dropped cannot leave its host's own mappings",
                (_, unit) => unit.Device.Rmrr && !HasRelaxableRmrr(unit.Device),
                Errno.Eperm,
                File + ":intel_iommu_attach_device"
            ),
            new(
                new(5, 15),
                new(6, 13),
                NoFirstStage,
                LacksFirstStage,
                Errno.Einval,
                PasidFile + ":intel_pasid_setup_first_level"
            ),
            new(
                new(6, 13),
                new(6, 17),
                NoFirstStage,
                LacksFirstStage,
                Errno.Einval,
                File + ":paging_domain_compatible"
            ),
            new(
                new(6, 17),
                null,
                NoFirstStage,
                LacksFirstStage,
                Errno.Einval,
                File + ":paging_domain_compatible_first_stage"
            ),
            new(
                new(5, 15),
                new(6, 17),
                NoSecondStage,
                LacksSecondStage,
                Errno.Einval,
                PasidFile + ":intel_pasid_setup_second_level"
            ),
            new(
                new(6, 17),
                null,
                NoSecondStage,
                LacksSecondStage,
                Errno.Einval,
                File + ":paging_domain_compatible_second_stage"
            ),
            new(
                new(5, 19),
                new(6, 2),
                "the table forces snooping and the device's unit has no snoop control",
                ForcesButCannot,
                Errno.Eopnotsupp,
                File + ":prepare_domain_attach_device"
            ),
            new(
                new(6, 2),
                new(6, 17),
                "the table forces snooping and the device's unit has no snoop control",
                ForcesButCannot,
                Errno.Einval,
                File + ":prepare_domain_attach_device"
            ),
            new(
                new(6, 17),
                new(6, 19),
                "the table forces snooping and the device's unit has no snoop control",
                ForcesButCannot,
                Errno.Einval,
                File + ":paging_domain_compatible"
            ),
            new(
                new(6, 19),
                null,
                "the second-stage table forces snooping and the device's unit has no snoop control",
                (table, unit) => table.Format == VtdSecondStage && ForcesButCannot(table, unit),
                Errno.Einval,
                File + ":paging_domain_compatible_second_stage"
            ),
            CommonRules.NeedsDirtyTracking(File + ":paging_domain_compatible (prepare_domain_attach_device before)"),
            new(
                new(6, 13),
                new(6, 19),
                "the table and the device's unit differ in whether page walks are coherent",
                (table, unit) => table.CoherentTable != unit.Unit.CoherentWalk,
                Errno.Einval,
                File + ":paging_domain_compatible"
            ),
            new(
                new(6, 19),
                null,
                "the table was built for coherent page walks and the walks of the device's unit are not coherent",
                (table, unit) => table.CoherentTable && !unit.Unit.CoherentWalk,
                Errno.Einval,
                File + ":paging_domain_compatible"
            ),
        ];

    public static bool HasRelaxableRmrr(Device device) => device.Class is { } name && RelaxableClasses.Contains(name);

    public static bool EveryUnitControlsSnoop(UnitContext unit) =>
        unit.Peers.All(u => u.ScalableMode || u.SnoopControl);

    private static bool HasSnoopControl(UnitContext unit) => unit.Unit.SnoopControl;

    /// <summary>A table without devices would be enforced too: nothing attached lacks it.</summary>
    private static bool EveryAttachedHasSnoopControl(HardwareDomain table, ImmutableArray<UnitContext> attached) =>
        table.ForcesSnoop || attached.All(HasSnoopControl);

    /// <summary>
    /// From 6.7 (and 6.6.11) to 6.18 a second-stage table with mappings cannot be made to force snooping any more.
    /// </summary>
    private static bool MayBeginToForce(HardwareDomain table, ImmutableArray<UnitContext> attached) =>
        EveryAttachedHasSnoopControl(table, attached) && !table.HasMappings;

    private static bool LacksFirstStage(HardwareDomain table, UnitContext unit) =>
        table.Format == VtdFirstStage && unit.Unit is not { ScalableMode: true, FirstStage: true };

    private static bool LacksSecondStage(HardwareDomain table, UnitContext unit) =>
        table.Format == VtdSecondStage && unit.Unit is { ScalableMode: true, SecondStage: false };

    private static bool ForcesButCannot(HardwareDomain table, UnitContext unit) =>
        table.ForcesSnoop && !unit.Unit.SnoopControl;

    /// <summary>
    /// Up to 6.12 one answer for the whole host, from the capabilities that all units share (intel_cap_*_sanity).
    /// </summary>
    private static PageTableFormat? HostWideFormat(UnitContext unit, TableUse use)
    {
        if (!unit.Peers.All(u => u.ScalableMode))
        {
            return VtdSecondStage;
        }

        var first = unit.Peers.All(u => u.FirstStage);
        var second = unit.Peers.All(u => u.SecondStage);
        return first != second
            ? (first ? VtdFirstStage : VtdSecondStage)
            : (use == TableUse.User ? VtdSecondStage : VtdFirstStage);
    }

    private static PageTableFormat? UnitFormat(UnitContext unit) =>
        unit.Unit is { ScalableMode: true, FirstStage: true } ? VtdFirstStage
        : unit.Unit is { ScalableMode: true, SecondStage: false } ? null
        : VtdSecondStage;
}
