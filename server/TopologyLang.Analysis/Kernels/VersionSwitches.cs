using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>
/// The versions of Linux between which the simulation makes a difference, in ascending order, with what changes in
/// each.
/// </summary>
public static class VersionSwitches
{
    /// <summary>VFIO, iommufd and KVM. What drivers answer stands in the driver table.</summary>
    public static readonly ImmutableArray<VersionSwitch> OfTheCore =
    [
        new(new(5, 16), "there is KVM for RISC-V", "arch/riscv/kvm/main.c"),
        new(
            new(5, 19),
            "VFIO takes no device whose IOMMU does not offer IOMMU_CACHE",
            "drivers/vfio/vfio_main.c:__vfio_register_dev"
        ),
        new(
            new(5, 19),
            "a container asks each page table to enforce coherency; before, IOMMU_CACHE stood for blocked no-snoop",
            "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_attach_group"
        ),
        new(
            new(5, 19),
            "VFIO claims the DMA ownership of a group before it attaches; before, it tested the group when a device "
                + "was opened",
            "drivers/iommu/iommu.c:iommu_group_claim_dma_owner"
        ),
        new(
            new(5, 19),
            "kvm-vfio takes a group that is in no container, and counts it as coherent",
            "drivers/vfio/vfio_main.c:vfio_file_enforced_coherent"
        ),
        new(
            new(5, 19),
            "vfio-pci saves every function that it lets rest: what a host writes to one is lost when it is opened",
            "drivers/pci/pci-driver.c:pci_pm_runtime_resume"
        ),
        new(
            new(5, 19),
            "a group can leave its container while KVM has its file",
            "drivers/vfio/vfio.c:vfio_group_unset_container"
        ),
        new(
            new(5, 19),
            "IOMMU_CACHE no longer means SNP in VT-d's entries: the DMA API and vhost-vdpa block nothing any more",
            "drivers/iommu/intel/iommu.c:intel_iommu_map; drivers/vhost/vdpa.c:vhost_vdpa_alloc_domain"
        ),
        new(
            new(5, 19),
            "VFIO takes a device without an IOMMU (noiommu) where other devices of the bus have one",
            "drivers/vfio/vfio.c:vfio_group_find_or_alloc"
        ),
        new(
            new(6, 0),
            "RISC-V's kernels ask the firmware whether a device is coherent, and look after one that is not",
            "arch/riscv/mm/dma-noncoherent.c"
        ),
        new(new(6, 0), "the functions of VFIO stand in other files", "drivers/vfio/vfio_main.c"),
        new(new(6, 2), "there is iommufd", "drivers/iommu/iommufd/main.c"),
        new(
            new(6, 2),
            "kvm-vfio asks for a device's capability and not for its container",
            "drivers/vfio/group.c:vfio_group_enforced_coherent"
        ),
        new(
            new(6, 2),
            "devices that share a group can be bound to processes",
            "drivers/iommu/iommu-sva.c:iommu_sva_bind_device"
        ),
        new(
            new(6, 3),
            "a group's file without an IOMMU (noiommu) takes an iommufd for a container",
            "drivers/iommu/iommufd/vfio_compat.c:iommufd_vfio_compat_set_no_iommu"
        ),
        new(
            new(6, 4),
            "the type of a group of several devices can be changed",
            "drivers/iommu/iommu.c:iommu_change_dev_def_domain"
        ),
        new(
            new(6, 5),
            "a driver without identity domains refuses one; before, the kernel took a domain of the DMA API and warned",
            "drivers/iommu/iommu.c:iommu_setup_default_domain"
        ),
        new(
            new(6, 6),
            "RISC-V no longer writes back what it discards for the CPU",
            "arch/riscv/mm/dma-noncoherent.c:arch_sync_dma_for_cpu"
        ),
        new(
            new(6, 6),
            "iommufd makes page tables for a VMM that asks (IOMMU_HWPT_ALLOC)",
            "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_alloc"
        ),
        new(new(6, 6), "a device that iommufd gets has a file of its own", "drivers/vfio/device_cdev.c"),
        new(
            new(6, 6),
            "iommufd enforces coherency when it makes a page table",
            "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hw_pagetable_alloc"
        ),
        new(
            new(6, 6),
            "a device that the firmware wants mapped 1:1 cannot be given to a user",
            "drivers/iommu/iommu.c:__iommu_device_set_domain"
        ),
        new(
            new(6, 7),
            "iommufd no longer upgrades a page table for a device that joins it",
            "drivers/iommu/iommufd/device.c:iommufd_hw_pagetable_attach"
        ),
        new(
            new(6, 7),
            "KVM zaps a guest's mappings when its count of non-coherent DMA changes",
            "arch/x86/kvm/x86.c:kvm_arch_register_noncoherent_dma"
        ),
        new(new(6, 7), "every IOMMU group has a default domain", "drivers/iommu/iommu.c:iommu_group_store_type"),
        new(new(6, 7), "there is KVM for LoongArch", "arch/loongarch/kvm/main.c"),
        new(
            new(6, 7),
            "the errno of a missing identity domain is the driver's own",
            "drivers/iommu/iommu.c:iommu_setup_default_domain"
        ),
        new(
            new(6, 7),
            "iommufd makes page tables with dirty tracking for a VMM that asks: second-stage ones of VT-d, v1 ones of "
                + "AMD-Vi",
            "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_paging_alloc"
        ),
        new(
            new(6, 8),
            "the core refuses a page table of another driver with EINVAL",
            "drivers/iommu/iommu.c:__iommu_attach_group"
        ),
        new(
            new(6, 9),
            "AMD-Vi's driver switches SEV-SNP on, unless identity domains are the default or its tables are v2",
            "drivers/iommu/amd/init.c:iommu_snp_enable"
        ),
        new(new(6, 11), "KVM has guests under SEV-SNP", "arch/x86/kvm/svm/sev.c:sev_hardware_setup"),
        new(
            new(6, 11),
            "KVM leaves the guest's MTRRs out of its EPT entries",
            "arch/x86/kvm/vmx/vmx.c:vmx_get_mt_mask"
        ),
        new(
            new(6, 12),
            "VT-d has no identity domains for a unit without pass-through",
            "drivers/iommu/intel/iommu.c:device_def_domain_type"
        ),
        new(
            new(6, 13),
            "there are nested page tables behind SMMUv3, and containers with stage 2 are gone",
            "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-iommufd.c:arm_vsmmu_alloc"
        ),
        new(
            new(6, 13),
            "AMD-Vi has an identity domain that is always there: what becomes of it under SEV-SNP was not read up to "
                + "7.1",
            "drivers/iommu/amd/iommu.c:amd_iommu_identity_attach"
        ),
        new(
            new(6, 14),
            "SMMUv3 says yes to a page table of another SMMU and does nothing",
            "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_attach_dev"
        ),
        new(
            new(6, 16),
            "a device is bound to a process at once, without switching the feature on before",
            "drivers/iommu/iommu-sva.c:iommu_sva_bind_device"
        ),
        new(new(6, 16), "KVM has guests under TDX, whose PAT it always honours", "arch/x86/kvm/vmx/tdx.c:tdx_vm_init"),
        new(
            new(6, 17),
            "KVM writes back what a guest under SEV gives back with WBNOINVD, on the CPUs that ran it",
            "arch/x86/kvm/svm/sev.c:sev_writeback_caches"
        ),
        new(
            new(6, 17),
            "SMMUv3 looks at CANWBS and S2FWB where it sizes a vIOMMU",
            "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-iommufd.c:arm_smmu_get_viommu_size"
        ),
        new(new(6, 19), "iommufd maps a dma-buf of vfio-pci", "drivers/iommu/iommufd/ioas.c:iommufd_ioas_map_file"),
        new(
            new(7, 2),
            "AMD-Vi refuses to attach an identity domain under SEV-SNP",
            "drivers/iommu/amd/iommu.c:amd_iommu_identity_attach"
        ),
        new(
            new(7, 3),
            "identity domains and v2 tables go with SEV-SNP where the unit has page mode 0",
            "drivers/iommu/amd/init.c:iommu_snp_enable"
        ),
        new(
            new(7, 3),
            "VT-d's driver obeys a firmware that switches DMA remapping off (DMAR_REMAP_OPT_OUT)",
            "drivers/iommu/intel/dmar.c:detect_intel_iommu"
        ),
        new(
            new(7, 3),
            "a device without an IOMMU can be bound to an iommufd by its own file (noiommu), and gets an IOAS that "
                + "nothing walks",
            "drivers/iommu/iommufd/device.c:iommufd_bind_noiommu"
        ),
    ];

    /// <summary>Every version from which anything is different, the oldest and the newest known one included.</summary>
    public static readonly ImmutableArray<KernelVersion> Versions =
    [
        .. OfTheCore
            .Select(one => one.Since)
            .Concat(DriverTable.Rows.SelectMany(OfDriver))
            .Concat(Fixes.All.SelectMany(fix => fix.Stable.Append(fix.Mainline)))
            .Concat(MainlineBefore(Fixes.All))
            .Append(KernelVersions.OldestKnown)
            .Append(KernelVersions.NewestRelease)
            .Where(version => version >= KernelVersions.OldestKnown && version <= KernelVersions.NewestKnown)
            .Distinct()
            .Order(),
    ];

    /// <summary>The release of each branch that has an update with a fix: what the update is compared with.</summary>
    private static IEnumerable<KernelVersion> MainlineBefore(ImmutableArray<Fix> fixes) =>
        fixes.SelectMany(fix => fix.Stable).Select(version => version.Release);

    private static IEnumerable<KernelVersion> OfDriver(DriverRow row) =>
        [
            .. row.CacheCoherency.Select(rule => rule.Since),
            .. row.EnforceCapability.Select(rule => rule.Since),
            .. row.Enforce.Select(rule => rule.Since),
            .. row.Formats.Select(rule => rule.Since),
            .. row.AttachRules.Select(rule => rule.Since),
            .. row.AttachRules.Select(rule => rule.Until).OfType<KernelVersion>(),
            .. row.Sharing.Select(rule => rule.Since),
            .. row.NestParents.Concat(row.IdentityByDefault).Select(rule => rule.Since),
            .. row.SvaRules.SelectMany(rule => new[] { rule.Since, rule.Until }).OfType<KernelVersion>(),
            .. new[]
            {
                row.Since,
                row.RemovedIn,
                row.IdentitySince,
                row.SvaSince,
                row.UserTableGap?.Until,
            }.OfType<KernelVersion>(),
        ];
}
