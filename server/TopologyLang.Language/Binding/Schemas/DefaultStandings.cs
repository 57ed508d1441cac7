using System.Collections.Immutable;
using static TopologyLang.Language.Binding.Schemas.DefaultSide;
using static TopologyLang.Language.Vocabulary.DeclarationKind;

namespace TopologyLang.Language.Binding.Schemas;

/// <summary>
/// Every default of the schema with the side to which it errs. A property that is not in this table fails a test:
/// whoever adds one has to think about what its default does to verdicts. docs/model.md shows it.
/// </summary>
public static class DefaultStandings
{
    public static readonly ImmutableArray<DefaultStanding> All =
    [
        new(
            Host,
            "arch",
            Named,
            "a file that does not name another one speaks of x86_64, and every statement is read so"
        ),
        new(
            Host,
            "vendor",
            Explored,
            "Intel's and AMD's CPUs differ in what becomes of a guest's memory types and in the IOMMU; said by a VT-d "
                + "unit of the host, too"
        ),
        new(Host, "kernel", Named, "the newest known version; every summary names it, and `topo kernels` compares"),
        new(Host, "cpus", Explored, "with more CPUs there are caches that no statement of the program empties"),
        new(
            Host,
            "firmware",
            Refuses,
            "it decides by what Linux goes for a device, which `dma_coherent` gives, and what an SMMU nests"
        ),
        new(Host, "memory", Immaterial, "nothing is as large as memory in the model"),
        new(
            Host,
            "self_snoop",
            Explored,
            "CPUs before Ivy Bridge do not; it matters where a guest has `ignore_guest_pat = no`"
        ),
        new(
            Host,
            "uncached_checks",
            Settled,
            "for UC by the manuals (Intel SDM vol. 3, 11.3); for WC it is what the default model takes, and "
                + "`wc_checks` the other side"
        ),
        new(
            Host,
            "coherence_profile",
            Named,
            "every coherent verdict names its profile and says nothing of a richer one"
        ),
        new(Host, "wc_buffers", Named, "part of the profile"),
        new(Host, "wc_checks", Named, "part of the profile"),
        new(Host, "dma_allocates", Named, "part of the profile"),
        new(Host, "dirty_lines", Named, "part of the profile"),
        new(
            Host,
            "no_snoop_routing",
            Explored,
            "honoured is the safe side where every mapping is write-back; beside another one a request that snoops "
                + "after all finds old copies, so there both are looked at"
        ),
        new(
            Host,
            "fwb",
            Explored,
            "with it a guest's non-cacheable mapping is cached, beside a device that does not snoop"
        ),
        new(
            Host,
            "wbinvd_exiting",
            Settled,
            "every CPU with EPT has the control, and KVM sets it (arch/x86/kvm/vmx/vmx.c:setup_vmcs_config)"
        ),
        new(Host, "msi_isolation", Refuses, "without isolation VFIO refuses the device (EPERM)"),
        new(Host, "allow_unsafe_interrupts", Settled, "the kernel's own default; set, VFIO refuses less"),
        new(Host, "iommufd_allow_unsafe_interrupts", Settled, "the kernel's own default; set, iommufd refuses less"),
        new(Host, "noiommu", Settled, "the kernel's own default; set, VFIO takes devices without an IOMMU"),
        new(
            Host,
            "kernel_options",
            Settled,
            "the kernel's own default domains; an option, or a distribution's configuration, is a deliberate setting"
        ),
        new(Host, "remapping_opt_out", Refuses, "with it Linux 7.3 uses no VT-d unit, so VFIO has no group to give"),
        new(Host, "sme", Settled, "the kernel's own default; mem_encrypt=on is a deliberate setting"),
        new(
            Host,
            "snp",
            Settled,
            "the kernel's own default; kvm_amd.sev_snp with a guest that uses it is a deliberate setting"
        ),
        new(Host, "sme_coherent", Safe, "without it KVM flushes where pages change hands"),
        new(Host, "vfio_flush", Settled, "no released kernel does it"),
        new(Host, "vfio_forces_no_snoop_off", Settled, "no released kernel does it"),
        new(
            Iommu,
            "model",
            Explored,
            "on x86 with `vendor`; on arm64 SMMUv3 and SMMUv2; elsewhere it is the architecture's only or usual one"
        ),
        new(Iommu, "cap", Immaterial, "only `ecap` is decoded"),
        new(Iommu, "ecap", Immaterial, "what it would say has properties of its own"),
        new(Iommu, "snoop_control", Explored, "many client units and some server units lack it"),
        new(
            Iommu,
            "coherent_walk",
            Refuses,
            "without it VFIO, SVA or the sharing of a page table is refused; requests of devices are not affected"
        ),
        new(
            Iommu,
            "scalable_mode",
            Explored,
            "up to 5.18 and from 6.19 on Linux believes in scalable mode that first-stage tables block no-snoop; "
                + "looked at where a unit of the host may lack snoop control"
        ),
        new(Iommu, "pasid", Refuses, "without it SVA is refused"),
        new(Iommu, "first_stage", Explored, "with `scalable_mode`"),
        new(
            Iommu,
            "second_stage",
            Refuses,
            "without it an attach is refused or the table is first-stage, which is explored"
        ),
        new(Iommu, "nested", Refuses, "without it a nested domain is refused"),
        new(Iommu, "pass_through", Refuses, "without it there is no identity domain, and a page table blocks no less"),
        new(Iommu, "interrupt_remapping", Refuses, "without it VFIO refuses the device (EPERM)"),
        new(
            Iommu,
            "device_tlb",
            Safe,
            "without it ATS stays off, and requests that the device translates itself can only bypass more"
        ),
        new(Iommu, "dirty_tracking", Safe, "with it QEMU's tables are second-stage, which can force at least as much"),
        new(Iommu, "snp_mode0", Refuses, "without it AMD-Vi refuses identity domains and v2 tables under SEV-SNP"),
        new(Iommu, "page_table", Settled, "the kernel's own default; amd_iommu=pgtbl_v2 selects the other"),
        new(Iommu, "stage1", Explored, "only stage 1 can make a device snoop that would not by itself"),
        new(Iommu, "stage2", Refuses, "without it a domain that needs it is refused"),
        new(Iommu, "s2fwb", Refuses, "without it Linux nests only behind `canwbs`; with it more requests snoop"),
        new(Iommu, "cache_coherency", Safe, "without it, what depends on it is unknown"),
        new(Iommu, "enforce", Safe, "without it, what depends on it is unknown"),
        new(Iommu, "blocks", Safe, "without it, what depends on it is unknown"),
        new(
            Device,
            "bus",
            Explored,
            "a PCIe function can set no-snoop, a platform device cannot; an assigned device without a bus has a "
                + "finding as well (TOPO3005)"
        ),
        new(
            Device,
            "no_snoop",
            Explored,
            "Enable No Snoop is taken as set, the safe side where every mapping is write-back (as `no_snoop_routing`); "
                + "in the built-in programs an unknown driver may use it or not"
        ),
        new(
            Device,
            "dma_coherent",
            Explored,
            "where the firmware decides; where the default is no (platform devices of Arm) only beside mappings that "
                + "are not write-back, as `no_snoop_routing`"
        ),
        new(Device, "canwbs", Explored, "with it every request snoops: as `no_snoop_routing`"),
        new(Device, "cpm", Explored, "with `dma_coherent`, which it follows"),
        new(Device, "dacs", Explored, "with it, and `cpm`, a device that is not called coherent may snoop or not"),
        new(
            Device,
            "ats",
            Explored,
            "what VT-d puts into the N bit of a translation is not known here: a coherent verdict behind VT-d names "
                + "that the device has no ATS"
        ),
        new(Device, "pasid", Refuses, "without it SVA is refused"),
        new(Device, "group", Refuses, "a device that shares a group is refused where another user has the group"),
        new(Device, "bound", Refuses, "a host driver that holds the device keeps VFIO away (EBUSY, EPERM)"),
        new(Device, "class", Refuses, "it decides only whether VFIO takes a device with `rmrr`"),
        new(Device, "pci_id", Named, "which card it is: the file of a machine with graphics on Linux's list gives it"),
        new(
            Device,
            "external",
            Named,
            "where it is plugged in: an external device gets a translated domain, never an identity one"
        ),
        new(
            Device,
            "driver",
            Safe,
            "an unknown driver is taken to do no cache maintenance; whether it uses no-snoop is explored (`no_snoop`)"
        ),
        new(Device, "vf_of", Named, "whose function it is, is a matter of which machine is meant"),
        new(Device, "mdev_of", Named, "as `vf_of`"),
        new(Device, "outer", Named, "as `vf_of`"),
        new(Device, "rmrr", Refuses, "with it VFIO refuses the device, or the mappings stay"),
        new(
            Device,
            "reads",
            Named,
            "part of what the program says: its reads are in the order of its lines unless the device is said to "
                + "pipeline them"
        ),
        new(
            Device,
            "iommu",
            Named,
            "a device `on` a host is said to have none, and every answer says so; `unknown` is the word "
                + "for what was not seen"
        ),
        new(Device, "variant_driver", Settled, "plain vfio-pci; a variant driver is bound by hand"),
        new(Domain, "api", Named, "the answers name the domain and what it enforces"),
        new(Domain, "attach", Named, "what is not attached is in its default domain"),
        new(Domain, "page_table", Settled, "the kernel chooses, as its version does"),
        new(Domain, "parent", Named, "without one nothing is nested"),
        new(
            Domain,
            "stage1_attr",
            Safe,
            "Linux nests only where the guest's word cannot make ordinary requests bypass the caches"
        ),
        new(Domain, "coherent", Settled, "no released kernel has it"),
        new(Domain, "map", Named, "ordinary memory; other ranges are declared"),
        new(Guest, "vmm", Named, "QEMU; what another one does about KVM is explored (`kvm_vfio`)"),
        new(Guest, "vmm_version", Named, "the newest that was read"),
        new(Guest, "confidential", Named, "an ordinary guest; a confidential one is started as such"),
        new(Guest, "vcpus", Safe, "a vCPU that no statement names only prefetches, as every CPU may"),
        new(Guest, "memory", Immaterial, "nothing is as large as memory in the model"),
        new(Guest, "assign", Named, "what is not assigned is not the guest's"),
        new(Guest, "kvm_vfio", Explored, "QEMU tells KVM (hw/vfio/common.c); with another `vmm` both are looked at"),
        new(Guest, "viommu", Named, "VMMs give one only when asked to"),
        new(Guest, "ignore_guest_pat", Settled, "the kernel's own default in each version"),
        new(Guest, "wbinvd", Settled, "what released kernels do"),
    ];
}
