using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Kernel.State.PageTableFormat;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// AMD-Vi: a v1 table forces snooping in every entry; a v2 table cannot, and the driver says yes all the same.
/// </summary>
internal static class AmdViDriver
{
    private const string File = "drivers/iommu/amd/iommu.c";

    public static readonly DriverRow Row = new()
    {
        Model = IommuModel.AmdVi,
        File = File,
        IdentitySince = new(5, 15),
        NestParents = AmdViPasid.NestParents,
        SvaSince = AmdViPasid.SvaSince,
        SvaRules = AmdViPasid.Sva,
        Ats = AmdViPasid.Ats,
        IdentityByDefault = AmdViPasid.IdentityByDefault,
        CacheCoherency =
        [
            new(new(5, 15), "AMD-Vi honours IOMMU_CACHE for every device", _ => true, File + ":amd_iommu_capable"),
        ],
        EnforceCapability =
        [
            new(
                new(6, 2),
                "AMD-Vi says for every device that no-snoop can be blocked",
                _ => true,
                File + ":amd_iommu_capable"
            ),
        ],
        Enforce =
        [
            new(
                new(5, 19),
                null,
                "AMD-Vi answers that FC is always set: enforcement always succeeds, on v2 tables too",
                (_, _) => true,
                File + ":amd_iommu_enforce_cache_coherency"
            ),
        ],
        Formats =
        [
            new(
                new(5, 15),
                TableUse.User,
                "a table for user space is a v1 table",
                _ => AmdV1,
                File + ":protection_domain_alloc"
            ),
            new(new(5, 15), TableUse.DmaApi, "there are v1 tables only", _ => AmdV1, File + ":protection_domain_alloc"),
            new(
                new(6, 1),
                TableUse.DmaApi,
                "a table of the DMA API has the format of amd_iommu=pgtbl_v1 or pgtbl_v2",
                OfCommandLine,
                File + ":protection_domain_alloc"
            ),
            new(
                new(6, 13),
                TableUse.User,
                "a table for user space has the format of amd_iommu=pgtbl_v1 or pgtbl_v2",
                OfCommandLine,
                File + ":amd_iommu_domain_alloc_paging_flags"
            ),
            new(
                new(6, 13),
                TableUse.DmaApi,
                "a table of the DMA API has the format of amd_iommu=pgtbl_v1 or pgtbl_v2, and v2 for a device with "
                    + "PASID (IOMMU_HWPT_ALLOC_PASID)",
                unit => unit.Device.Pasid && AmdViPasid.HasPasidTables(unit) ? AmdV2 : OfCommandLine(unit),
                "drivers/iommu/iommu.c:__iommu_group_alloc_default_domain; "
                    + File
                    + ":amd_iommu_domain_alloc_paging_flags"
            ),
        ],
        AttachRules = [CommonRules.NeedsDirtyTracking(File + ":amd_iommu_attach_device")],
        Sharing =
        [
            new(new(5, 15), "AMD-Vi has one set of domain operations", (_, _) => true, File + ":amd_iommu_ops"),
            new(
                new(6, 19),
                "v1 and v2 tables of AMD-Vi have different domain operations and are never joined",
                (a, b) => a == b,
                File + ":amdv1_ops, amdv2_ops"
            ),
        ],
        InterruptIsolation = new(
            new(5, 15),
            "AMD-Vi isolates the device's interrupts exactly if interrupt remapping is on",
            unit => unit.Unit.InterruptRemapping,
            "drivers/iommu/amd/init.c"
        ),
        Blocking = new(
            "FC, which Linux sets in every leaf of a v1 table; a v2 table and identity have no such bit",
            "AMD I/O Virtualization Technology specification 48882, host page tables; drivers/iommu/amd/io_pgtable.c"
        ),
    };

    private static PageTableFormat? OfCommandLine(UnitContext unit) =>
        unit.Unit.PageTable == AmdPageTable.V2 ? AmdV2 : AmdV1;
}
