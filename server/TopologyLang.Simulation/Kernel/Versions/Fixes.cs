using System.Collections.Immutable;

namespace TopologyLang.Simulation.Kernel.Versions;

/// <summary>
/// The fixes that answers depend on and that stable updates have too, in the order of their mainline releases.
/// </summary>
public static class Fixes
{
    private const string Svm = "drivers/iommu/intel/svm.c";
    private const string Smmu3 = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c";

    public static readonly Fix VtdFirstStageByType = new()
    {
        Number = 0,
        Name = "vtd-first-stage-by-type",
        What =
            "VT-d chooses the stage of a page table by what it is for; before, where every unit can do first-stage "
            + "tables, those for user space were first-stage as well",
        Subject = "iommu/vt-d: Use second level for GPA->HPA translation",
        Commit = "032c5ee40e9f",
        Source = "drivers/iommu/intel/iommu.c:first_level_by_default",
        Mainline = new(5, 17),
        Stable = [new(5, 15, 99)],
        Evidence = "5.15.0 to 5.15.145 bisected by point release; 5.17-rc5",
    };

    public static readonly Fix ArmCleansForDevice = new()
    {
        Number = 1,
        Name = "arm64-cleans-for-device",
        What = "arm64 cleans a buffer for the device whatever the direction",
        Subject = "arm64: mm: Don't invalidate FROM_DEVICE buffers at start of DMA transfer",
        Commit = "c50f11c6196f",
        Source = "arch/arm64/mm/cache.S:__dma_map_area",
        Mainline = new(5, 19),
        Stable = [new(5, 15, 50), new(5, 18, 6)],
        Evidence = "announcements of 5.15.50 and 5.18.6",
    };

    public static readonly Fix VirtioHonoursCache = new()
    {
        Number = 2,
        Name = "virtio-honours-cache",
        What = "virtio-iommu says that IOMMU_CACHE works, so VFIO takes devices behind it again",
        Subject = "iommu/virtio: Fix interaction with VFIO",
        Commit = "91c98fe79414",
        Source = "drivers/iommu/virtio-iommu.c:viommu_capable",
        Mainline = new(6, 0),
        Stable = [new(5, 19, 9)],
        Matters = new(5, 19),
        Evidence = "announcement of 5.19.9; 5.19.0 has no viommu_capable",
    };

    public static readonly Fix Smmu2AsksDevice = new()
    {
        Number = 3,
        Name = "smmuv2-asks-device",
        What = "SMMUv2 goes by the firmware's word on the device as well as by that on its own page walks",
        Subject = "iommu/arm-smmu: Report IOMMU_CAP_CACHE_COHERENCY even betterer",
        Commit = "ac9c5e92dd15",
        Source = "drivers/iommu/arm/arm-smmu/arm-smmu.c:arm_smmu_capable",
        Mainline = new(6, 2),
        Stable = [new(6, 1, 7)],
        Matters = new(6, 1),
        Evidence = "Debian's changelog of 6.1.7; 6.1.10",
    };

    public static readonly Fix VtdForcesEmptyOnly = new()
    {
        Number = 4,
        Name = "vtd-forces-empty-only",
        What = "VT-d makes a second-stage table force snooping only where nothing was ever mapped into it",
        Subject = "iommu/vt-d: Support enforce_cache_coherency only for empty domains",
        Commit = "e645c20e8e9c",
        Source = "drivers/iommu/intel/iommu.c:domain_support_force_snooping",
        Mainline = new(6, 7),
        Stable = [new(6, 6, 11)],
        Evidence = "Debian's changelog of 6.6.11; 6.6.9 and 6.7.3",
    };

    public static readonly Fix SmmuSeesS2Fwb = new()
    {
        Number = 5,
        Name = "smmuv3-s2fwb",
        What = "SMMUv3 sees S2FWB, and uses it for the parents of nested page tables",
        Subject = "iommu/arm-smmu-v3: Add missing S2FWB feature detection",
        Commit = "45e00e367189",
        Source = Smmu3 + ":arm_smmu_device_hw_probe",
        Mainline = new(6, 15),
        Stable = [new(6, 14, 6)],
        Matters = new(6, 13),
        Evidence = "announcement of 6.14.6",
    };

    public static readonly Fix SmmuRefusesOthers = new()
    {
        Number = 6,
        Name = "smmuv3-refuses-others",
        What =
            "SMMUv3 refuses a page table of another SMMU again; 6.14 and 6.15 without it say yes, do nothing, and "
            + "leave the device blocked",
        Subject = "iommu/arm-smmu-v3: Fix incorrect return in arm_smmu_attach_dev",
        Commit = "be5a2d3f8f99",
        Source = Smmu3 + ":arm_smmu_attach_dev",
        Mainline = new(6, 16),
        Stable = [new(6, 15, 3)],
        Matters = new(6, 14),
        Evidence = "pull request for 6.16; review of 6.15.3; no announcement of 6.14.y has it",
    };

    public static readonly Fix GuestPatQuirk = new()
    {
        Number = 7,
        Name = "kvm-guest-pat-quirk",
        What = "whether KVM ignores the guest's PAT is a quirk that a VMM can switch off",
        Subject = "KVM: x86: Introduce Intel specific quirk KVM_X86_QUIRK_IGNORE_GUEST_PAT",
        Commit = "c9c1e20b4c7d",
        Source = "arch/x86/kvm/vmx/vmx.c:vmx_ignore_guest_pat",
        Mainline = new(6, 16),
        Stable = [new(6, 12, 78)],
        Evidence = "Debian's changelog of 6.12.78; 6.12.95 has it; 6.1.192, 6.6.87 and 6.14.0 do not",
    };

    public static readonly Fix SvaOffOnX86 = new()
    {
        Number = 8,
        Name = "sva-off-on-x86",
        What = "no device is bound to a process on x86: an IOMMU could keep entries of freed kernel page tables",
        Subject = "iommu: disable SVA when CONFIG_X86 is set",
        Commit = "72f98ef9a4be",
        Source = "drivers/iommu/iommu-sva.c:iommu_sva_bind_device",
        Mainline = new(6, 19),
        Stable = [new(5, 15, 200), new(6, 1, 163), new(6, 6, 120), new(6, 12, 64), new(6, 18, 4)],
        Evidence = "CVE-2025-71089; 6.1.170 and 6.12.95 answer EOPNOTSUPP",
        EveryBranchIsListed = true,
    };

    public static readonly Fix SvaOnAgain = new()
    {
        Number = 9,
        Name = "sva-on-again",
        What = "devices can be bound to processes on x86 again: freed kernel page tables are flushed from IOMMUs",
        Subject = "iommu/sva: invalidate stale IOTLB entries for kernel address space",
        Commit = "e37d5a2d60a3",
        Source = "drivers/iommu/iommu-sva.c:iommu_sva_invalidate_kva_range",
        Mainline = new(6, 19),
        Stable = [new(6, 18, 7)],
        Evidence = "CVE-2025-71202",
        EveryBranchIsListed = true,
    };

    public static readonly Fix VtdSvaWalksCoherently = new()
    {
        Number = 10,
        Name = "vtd-sva-coherent-walk",
        What =
            "VT-d binds a device to a process only where the unit's walks of first-stage tables are coherent "
            + "(ECAP.SMPWC)",
        Subject = "iommu/vt-d: Disallow SVA if page walk is not coherent",
        Commit = "780dfed68862",
        Source = Svm + ":intel_svm_check",
        Mainline = new(7, 2),
        Stable = [new(6, 1, 183), new(6, 12, 101)],
        Evidence = "Debian's changelogs of 6.1.183 and 6.12.101; 7.2.6 has it, 7.1.5 does not",
    };

    public static readonly Fix VtdLeavesQ35Alone = new()
    {
        Number = 11,
        Name = "vtd-q35-graphics",
        What = "VT-d's driver leaves a unit of graphics alone unused where the graphics is Q35's (8086:29b2)",
        Subject = "iommu/vt-d: Disable DMAR for Intel Q35 IGFX",
        Commit = "2cda2e10dc83",
        Source = "drivers/iommu/intel/iommu.c:quirk_iommu_igfx",
        Mainline = new(7, 1),
        Stable = [new(6, 1, 175), new(6, 12, 91)],
        Evidence =
            "Debian's changelogs of 6.1.175 and 6.12.91; 6.1.170 does not have it, 6.1.192, 6.12.117 and 7.2.12 do; "
            + "sent for review to 6.18 on 20 May 2026",
        NotLookedUp = [new(5, 15), new(6, 6), new(6, 18), new(7, 0)],
    };

    public static readonly ImmutableArray<Fix> All =
    [
        VtdFirstStageByType,
        ArmCleansForDevice,
        VirtioHonoursCache,
        Smmu2AsksDevice,
        VtdForcesEmptyOnly,
        SmmuSeesS2Fwb,
        SmmuRefusesOthers,
        GuestPatQuirk,
        SvaOffOnX86,
        SvaOnAgain,
        VtdSvaWalksCoherently,
        VtdLeavesQ35Alone,
    ];

    public static Fix? Find(string name) => All.FirstOrDefault(fix => fix.Name == name);
}
