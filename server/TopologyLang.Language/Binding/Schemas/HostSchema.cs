using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Language.Binding.Schemas.Defaults;

namespace TopologyLang.Language.Binding.Schemas;

internal static class HostSchema
{
    private const DeclarationKind Kind = DeclarationKind.Host;

    public static readonly ImmutableArray<PropertySchema> Properties =
    [
        new(
            Kind,
            "arch",
            ValueKind.Word,
            "The CPU architecture.",
            Fixed("x86_64", "most machines with device assignment are x86_64")
        )
        {
            Words = WordTable.Words<Architecture>(),
        },
        new(
            Kind,
            "vendor",
            ValueKind.Text,
            "Who makes the CPUs; it decides between VMX and SVM and about the strict coherence profile.",
            Vendor
        )
        {
            Words = ["intel", "amd", "hygon", "zhaoxin", "centaur", "arm"],
        },
        new(
            Kind,
            "kernel",
            ValueKind.Kernel,
            "The Linux version whose behaviour is simulated.",
            Fixed(KernelVersions.NewestRelease.ToString(), "the newest release whose behaviour is known")
        ),
        new(
            Kind,
            "cpus",
            ValueKind.Count,
            "Physical CPUs, numbered from 0.",
            Fixed("2", "two caches are the fewest that can disagree")
        ),
        new(Kind, "firmware", ValueKind.Word, "How the machine describes itself to the kernel.", FirmwareDefault)
        {
            Words = WordTable.Words<Firmware>(),
            Source = "Linux drivers/acpi/scan.c:acpi_get_dma_attr; drivers/of/address.c:of_dma_is_coherent",
        },
        new(Kind, "memory", ValueKind.Size, "The size of its memory.", None("the size changes no verdict")),
        new(
            Kind,
            "self_snoop",
            ValueKind.YesNo,
            "The CPUs snoop their own caches on accesses with conflicting memory types (CPUID.SS).",
            OnX86
        )
        {
            Source = "Intel SDM vol. 3, 11.12.4; Linux arch/x86/kernel/cpu/intel.c:check_memory_type_self_snoop_errata",
        },
        new(
            Kind,
            "uncached_checks",
            ValueKind.YesNo,
            "Uncached CPU accesses write back and invalidate cached copies first.",
            OnX86
        )
        {
            Source = "Intel SDM vol. 3, 11.3: UC accesses to cached lines",
        },
        new(
            Kind,
            "coherence_profile",
            ValueKind.Word,
            "How much the caches may do: what the default model has, or all that the architecture manuals leave open.",
            Fixed("default", "what real machines are known to do; the four properties below switch single parts on")
        )
        {
            Words = ["default", "architectural"],
        },
        new(
            Kind,
            "wc_buffers",
            ValueKind.Word,
            "Write-combining buffers: drained by the doorbell before a device looks, or kept until a fence or the CPU "
                + "itself drains them.",
            context => Strict(context, "drained", "kept")
        )
        {
            Words = WordTable.Words<CombiningBuffers>(),
            Source = "Intel SDM vol. 3, 11.3.1; AMD64 APM vol. 2, 7.5.2",
        },
        new(
            Kind,
            "wc_checks",
            ValueKind.Word,
            "Write-combining accesses look into the caches first; default: as uncached_checks.",
            context => Strict(context, null, "either")
        )
        {
            Words = WordTable.Words<CombiningChecks>(),
            Source = "Intel SDM vol. 3, 11.12.4: WC writes may not check the caches",
        },
        new(
            Kind,
            "dma_allocates",
            ValueKind.YesNo,
            "A snooped DMA write may leave its data in a shared cache (DDIO, cache stashing).",
            context => Strict(context, "no", "yes")
        )
        {
            Source = "Intel Data Direct I/O: the processor cache is the destination of I/O data",
        },
        new(
            Kind,
            "dirty_lines",
            ValueKind.Word,
            "A dirty line that another cache reads stays (keep) or may go over to the reader (migrate).",
            context => Strict(context, "keep", "migrate")
        )
        {
            Words = WordTable.Words<DirtyLines>(),
            Source = "AMD64 APM vol. 2, 7.3 (MOESDIF); Arm ARM D7.5.9.16",
        },
        new(
            Kind,
            "no_snoop_routing",
            ValueKind.Word,
            "What the root complex does with a no-snoop request that nothing else has blocked; that of Qualcomm's "
                + "sa8775p ignores it since Linux 6.11.",
            Fixed("honour", "the unsafe assumption: that the attribute is ignored must be known, not inferred")
        )
        {
            Words = WordTable.Words<NoSnoopRouting>(),
            Source =
                "PCIe base specification 2.2.6.5; Linux "
                + "drivers/pci/controller/dwc/pcie-qcom.c:qcom_pcie_post_init_2_7_0",
        },
        new(
            Kind,
            "fwb",
            ValueKind.YesNo,
            "FEAT_S2FWB: the hypervisor's stage 2 can force write-back (Arm).",
            No("an optional feature of Armv8.4")
        )
        {
            Source = "Arm ARM D8.6.6",
        },
        new(
            Kind,
            "wbinvd_exiting",
            ValueKind.YesNo,
            "The VMX control \"WBINVD exiting\": the guest's wbinvd traps to KVM.",
            Yes("every VMX CPU since Nehalem has the control, and KVM sets it")
        )
        {
            Source = "Linux arch/x86/kvm/vmx/vmx.c:cpu_has_vmx_wbinvd_exit",
        },
        new(
            Kind,
            "msi_isolation",
            ValueKind.YesNo,
            "Devices cannot raise interrupts that are not theirs.",
            None("what the IOMMU gives: interrupt remapping, an ITS, or the architecture")
        )
        {
            Source = "Linux drivers/iommu/iommu.c:iommu_group_has_isolated_msi",
        },
        new(
            Kind,
            "allow_unsafe_interrupts",
            ValueKind.YesNo,
            "The type1 driver's module parameter: assign devices without isolated MSIs.",
            No("VFIO's own default")
        )
        {
            Source = "Linux drivers/vfio/vfio_iommu_type1.c:allow_unsafe_interrupts",
        },
        new(
            Kind,
            "iommufd_allow_unsafe_interrupts",
            ValueKind.YesNo,
            "iommufd's module parameter allow_unsafe_interrupts: the same for iommufd.",
            No("iommufd's own default")
        )
        {
            Source = "Linux drivers/iommu/iommufd/device.c:allow_unsafe_interrupts",
        },
        new(
            Kind,
            "noiommu",
            ValueKind.YesNo,
            "VFIO's module parameter enable_unsafe_noiommu_mode.",
            No("VFIO's own default")
        )
        {
            Source = "Linux drivers/vfio/vfio_main.c:vfio_noiommu",
        },
        new(
            Kind,
            "kernel_options",
            ValueKind.Text,
            "Its command line, as far as it changes a default domain or leaves a unit unused: iommu=pt, "
                + "intel_iommu=igfx_off, ...",
            None("nothing that changes a default")
        )
        {
            Source =
                "Linux arch/x86/kernel/pci-dma.c:iommu_setup; drivers/iommu/iommu.c:iommu_set_def_domain_type; "
                + "drivers/iommu/intel/iommu.c:intel_iommu_setup",
        },
        new(
            Kind,
            "remapping_opt_out",
            ValueKind.YesNo,
            "The firmware's DMAR table switches DMA remapping off (DMAR_REMAP_OPT_OUT), which kernels since 7.3 obey.",
            No("firmware that wants it off is rare")
        )
        {
            Source = "Linux drivers/iommu/intel/dmar.c:detect_intel_iommu",
        },
        new(
            Kind,
            "sme",
            ValueKind.YesNo,
            "The kernel encrypts its own memory (AMD SME, mem_encrypt=on).",
            No("off unless the command line or the configuration says so")
        )
        {
            Source = "Linux drivers/iommu/amd/iommu.c:amd_iommu_def_domain_type",
        },
        new(
            Kind,
            "snp",
            ValueKind.YesNo,
            "The kernel switches SEV-SNP on, which an AMD-Vi unit that passes requests through untranslated prevents.",
            None("where a guest of the host is sev_snp")
        )
        {
            Source = "Linux drivers/iommu/amd/init.c:iommu_snp_enable",
        },
        new(
            Kind,
            "sme_coherent",
            ValueKind.YesNo,
            "The CPUs keep the encrypted and the plain alias of a page coherent (AMD, CPUID 0x8000001f EAX bit 10).",
            Yes("the unsafe assumption: KVM then flushes nothing where pages change hands")
        )
        {
            Source = "Linux arch/x86/kvm/svm/sev.c:sev_clflush_pages (X86_FEATURE_SME_COHERENT)",
        },
        new(
            Kind,
            "vfio_flush",
            ValueKind.YesNo,
            "A policy: VFIO flushes CPU caches around the mapping of pages for non-coherent devices.",
            No("no released kernel does it")
        )
        {
            Experimental = true,
        },
        new(
            Kind,
            "vfio_forces_no_snoop_off",
            ValueKind.YesNo,
            "A policy: VFIO clears Enable No Snoop and keeps it clear.",
            No("no released kernel does it")
        )
        {
            Experimental = true,
        },
    ];

    private static DefaultValue Vendor(DefaultContext context) =>
        context["arch"] switch
        {
            "x86_64" => new DefaultValue("intel", "the usual vendor of x86_64"),
            "arm64" or "arm" => new DefaultValue("arm", "the architecture's own"),
            _ => new DefaultValue("other", "nothing depends on the vendor on this architecture"),
        };

    private static DefaultValue FirmwareDefault(DefaultContext context) =>
        context["arch"] == "x86_64"
            ? new DefaultValue("acpi", "x86_64 machines have ACPI")
            : new DefaultValue("devicetree", "the usual description of machines other than x86_64");

    private static DefaultValue Strict(DefaultContext context, string? core, string architectural) =>
        context["coherence_profile"] == "architectural"
            ? new DefaultValue(architectural, "the architectural profile allows it")
            : new DefaultValue(core, "the default coherence model");

    private static DefaultValue OnX86(DefaultContext context) =>
        YesIf(context["arch"] == "x86_64", "x86_64 CPUs do", "only x86_64 CPUs are known to do so");
}
