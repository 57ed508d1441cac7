using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// What VT-d has beyond one page table a device: nested tables, page tables of processes, device TLBs.
/// </summary>
internal static class IntelVtdPasid
{
    private const string File = "drivers/iommu/intel/iommu.c";
    private const string EnableSva = File + ":intel_iommu_enable_sva";
    private const string NestText =
        "VT-d makes parents of nested page tables in a unit that runs in scalable mode and has ECAP.NEST";

    /// <summary>
    /// Before 6.17 a unit without second-stage tables gets a parent all the same, and the attach refuses it (EINVAL).
    /// </summary>
    public static readonly ImmutableArray<CapabilityRule> NestParents =
    [
        new(new(6, 7), NestText, Nests, File + ":intel_iommu_domain_alloc_user"),
        new(new(6, 13), NestText, Nests, File + ":intel_iommu_domain_alloc_paging_flags"),
        new(
            new(6, 17),
            NestText + " and second-stage tables",
            unit => Nests(unit) && unit.Unit.SecondStage,
            File + ":intel_iommu_domain_alloc_second_stage"
        ),
    ];

    public static readonly AtsFact Ats = new(
        "the unit has device TLBs (ECAP.DT), and the device is integrated or listed by the firmware (ATSR, SATC), "
            + "which is taken as so",
        IsAtsOn,
        File + ":dmar_ats_supported",
        File + ":device_block_translation; drivers/iommu/intel/pasid.c:intel_pasid_tear_down_entry"
    );

    /// <summary>
    /// PASIDs need scalable mode and ECAP.PASID (pasid_supported()): many client machines have the first without the
    /// second. What the CPUs' page tables use (1 GiB pages, 5 levels) is taken as known to the unit. Up to 6.3 the
    /// device needs PRI too, which one with ATS is taken to have.
    /// </summary>
    public static readonly ImmutableArray<SvaRule> Sva =
    [
        new(
            new(5, 15),
            new(6, 16),
            "the device's unit has no PASIDs: it does not run in scalable mode, or has no ECAP.PASID",
            unit => !HasPasids(unit),
            Errno.Enodev,
            EnableSva
        ),
        NeedsCoherentWalk(new(5, 15), new(6, 16)),
        new(
            new(5, 15),
            new(6, 1),
            "the device has no PASID capability",
            unit => !unit.Device.Pasid,
            Errno.Enodev,
            EnableSva
        ),
        new(
            new(6, 1),
            new(6, 16),
            "the device has no PASID capability",
            unit => !unit.Device.Pasid,
            Errno.Einval,
            EnableSva
        ),
        new(
            new(6, 16),
            null,
            "no PASID can be allocated: the device has none, or its unit does not run in scalable mode or has no "
                + "ECAP.PASID",
            unit => !unit.Device.Pasid || !HasPasids(unit),
            Errno.Enospc,
            "drivers/iommu/iommu-sva.c:iommu_alloc_mm_data"
        ),
        new(
            new(5, 15),
            new(6, 16),
            "ATS is not on for the device, and VT-d binds no device without it",
            unit => !IsAtsOn(unit),
            Errno.Einval,
            EnableSva
        ),
        NeedsCoherentWalk(new(6, 16), null),
        new(
            new(6, 16),
            null,
            "ATS is not on for the device, and VT-d binds no device without it",
            unit => !IsAtsOn(unit),
            Errno.Einval,
            "drivers/iommu/intel/svm.c:intel_iommu_sva_supported"
        ),
        CommonRules.SvaOffOnX86,
        new(
            new(5, 15),
            null,
            "the device's unit has no first stage, which is what walks a process's page tables",
            unit => !unit.Unit.FirstStage,
            Errno.Einval,
            "drivers/iommu/intel/pasid.c:intel_pasid_setup_first_level"
        ),
    ];

    /// <summary>VTD_FLAG_SVM_CAPABLE is not set then.</summary>
    private static SvaRule NeedsCoherentWalk(KernelVersion since, KernelVersion? until) =>
        new(
            since,
            until,
            "the unit's walks of first-stage tables are not coherent (ECAP.SMPWC): "
                + $"{Fixes.VtdSvaWalksCoherently.Words}",
            unit => !unit.Unit.CoherentWalk,
            Errno.Enodev,
            Fixes.VtdSvaWalksCoherently.Source
        )
        {
            With = Fixes.VtdSvaWalksCoherently,
        };

    private static bool HasPasids(UnitContext unit) => unit.Unit is { ScalableMode: true, Pasid: true };

    private static bool Nests(UnitContext unit) => unit.Unit is { ScalableMode: true, Nested: true };

    private static bool IsAtsOn(UnitContext unit) =>
        unit.Unit.DeviceTlb && unit.Device is { Ats: true, Bus: DeviceBus.Pcie };
}
