using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// What AMD-Vi has beyond one page table a device: page tables of processes, device TLBs, and parents that nothing
/// nests in.
/// </summary>
internal static class AmdViPasid
{
    private const string File = "drivers/iommu/amd/iommu.c";

    public static readonly KernelVersion SvaSince = new(6, 10);

    public static readonly ImmutableArray<CapabilityRule> NestParents =
    [
        new(
            new(7, 0),
            "AMD-Vi makes parents of nested page tables, but its vIOMMU has no operation that makes a nested one",
            _ => false,
            "drivers/iommu/amd/iommufd.c:amd_viommu_ops"
        ),
    ];

    public static readonly AtsFact Ats = new(
        "the unit has device TLBs (IOTLB support)",
        unit => unit.Unit.DeviceTlb && unit.Device is { Ats: true, Bus: DeviceBus.Pcie },
        File + ":attach_device",
        File + ":detach_device"
    );

    public static readonly ImmutableArray<SvaRule> Sva =
    [
        CommonRules.SvaOffOnX86,
        new(
            SvaSince,
            null,
            "no PASID can be allocated: the device has no PASID capability",
            unit => !unit.Device.Pasid,
            Errno.Enospc,
            "drivers/iommu/iommu-sva.c:iommu_alloc_mm_data"
        ),
        new(
            SvaSince,
            null,
            "SEV-SNP is on, and leaves the unit no v2 tables",
            unit => !HasPasidTables(unit),
            Errno.Einval,
            "drivers/iommu/amd/pasid.c:iommu_sva_set_dev_pasid; drivers/iommu/amd/init.c:amd_iommu_pasid_supported"
        ),
    ];

    /// <summary>
    /// amd_iommu_pasid_supported(): SNP forbids untranslated requests, and with them v2 tables, unless the unit has
    /// page mode 0 and the kernel knows that (7.3).
    /// </summary>
    public static bool HasPasidTables(UnitContext unit) =>
        unit.Host.Snp != true || Snp.AllowsMode0(unit.Host, unit.Unit);

    /// <summary>
    /// The unit is taken to have guest page tables. With SNP the answer is the same in 7.3, page mode 0 or not.
    /// </summary>
    public static readonly ImmutableArray<CapabilityRule> IdentityByDefault =
    [
        new(
            new(5, 15),
            "a device with ATS, PRI and PASID has an identity domain by default (memory encryption being off)",
            unit => unit.Device is { Pasid: true, Ats: true, Bus: DeviceBus.Pcie } && IsPlain(unit.Host),
            File + ":amd_iommu_def_domain_type"
        ),
        new(
            new(6, 7),
            "a device with PASID has an identity domain by default (memory encryption and SNP being off)",
            unit => unit.Device is { Pasid: true, Bus: DeviceBus.Pcie } && IsPlain(unit.Host),
            File + ":amd_iommu_def_domain_type"
        ),
    ];

    private static bool IsPlain(Host host) => host is { Sme: false, Snp: not true };
}
