using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Language.Binding.Schemas.Defaults;

namespace TopologyLang.Language.Binding.Schemas;

internal static class IommuSchema
{
    private const DeclarationKind Kind = DeclarationKind.Iommu;
    private const string VtdSource = "Intel VT-d specification 11.4.3 (ECAP_REG); Linux drivers/iommu/intel/iommu.h";

    private const string SmmuSource = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_device_hw_probe";

    private static readonly ImmutableArray<IommuModel> Vtd = [IommuModel.IntelVtd];
    private static readonly ImmutableArray<IommuModel> Amd = [IommuModel.AmdVi];
    private static readonly ImmutableArray<IommuModel> Described = [IommuModel.Other];
    private static readonly ImmutableArray<IommuModel> Smmu3 = [IommuModel.ArmSmmuV3];

    public static readonly ImmutableArray<PropertySchema> Properties =
    [
        new(Kind, "model", ValueKind.Word, "Which unit it is, and so which Linux driver it has.", Model)
        {
            Words = WordTable.Words<IommuModel>(),
        },
        new(
            Kind,
            "cap",
            ValueKind.Register,
            "The raw capability register, as the kernel logs it.",
            None("no register is given")
        )
        {
            Models = Vtd,
            Source = "Intel VT-d specification 11.4.2 (CAP_REG)",
        },
        new(
            Kind,
            "ecap",
            ValueKind.Register,
            "The raw extended capability register; the properties below are decoded from it.",
            None("no register is given")
        )
        {
            Models = Vtd,
            Source = VtdSource,
        },
        new(
            Kind,
            "snoop_control",
            ValueKind.YesNo,
            "ECAP.SC: page tables can force requests to be snooped.",
            SnoopControl
        )
        {
            Models = Vtd,
            Source = VtdSource + ":ecap_sc_support",
        },
        new(
            Kind,
            "coherent_walk",
            ValueKind.YesNo,
            "The unit's own table walks are coherent (VT-d ECAP.C, in scalable mode ECAP.SMPWC; SMMU: IDR0.COHACC or "
                + "firmware).",
            Yes("the usual case on current machines")
        )
        {
            Models = [IommuModel.IntelVtd, IommuModel.ArmSmmuV3, IommuModel.ArmSmmuV2],
            Source = "Linux drivers/iommu/intel/iommu.c:iommu_paging_structure_coherency; " + SmmuSource,
        },
        new(
            Kind,
            "scalable_mode",
            ValueKind.YesNo,
            "ECAP.SMTS and the kernel uses it: tables by PASID.",
            No("the kernel's default is legacy mode where it may choose")
        )
        {
            Models = Vtd,
            Source = VtdSource + ":sm_supported",
        },
        new(
            Kind,
            "pasid",
            ValueKind.YesNo,
            "ECAP.PASID: requests with a PASID have page tables of their own.",
            context =>
                YesIf(
                    context["scalable_mode"] == "yes",
                    "servers have it with scalable mode; client machines may not, so give ecap where it is known",
                    "needs scalable mode"
                )
        )
        {
            Models = Vtd,
            Source = VtdSource + ":pasid_supported",
        },
        new(
            Kind,
            "first_stage",
            ValueKind.YesNo,
            "ECAP.FSTS: first-stage tables, in the CPU's own format.",
            No("needs scalable mode")
        )
        {
            Models = Vtd,
            Source = VtdSource + ":ecap_flts",
        },
        new(
            Kind,
            "second_stage",
            ValueKind.YesNo,
            "Second-stage tables (always in legacy mode; ECAP.SSTS in scalable mode).",
            Yes("every unit in legacy mode has them")
        )
        {
            Models = Vtd,
            Source = VtdSource + ":ecap_slts",
        },
        new(
            Kind,
            "nested",
            ValueKind.YesNo,
            "ECAP.NEST: a guest's first stage on the host's second stage.",
            No("needs scalable mode")
        )
        {
            Models = Vtd,
            Source = VtdSource + ":ecap_nest",
        },
        new(Kind, "pass_through", ValueKind.YesNo, "ECAP.PT: requests may pass untranslated.", Yes("the usual case"))
        {
            Models = Vtd,
            Source = VtdSource + ":ecap_pass_through",
        },
        new(
            Kind,
            "interrupt_remapping",
            ValueKind.YesNo,
            "Interrupt remapping is there and switched on.",
            Yes("the usual case")
        )
        {
            Models = [IommuModel.IntelVtd, IommuModel.AmdVi, IommuModel.Other],
            Source =
                "Linux drivers/iommu/intel/iommu.c:intel_iommu_capable; drivers/iommu/amd/iommu.c:amd_iommu_capable",
        },
        new(
            Kind,
            "device_tlb",
            ValueKind.YesNo,
            "Devices may keep translations of it (VT-d ECAP.DT; AMD-Vi: IOTLB support; SMMUv3: IDR0.ATS and the root "
                + "complex's ATS).",
            Yes("a device that has ATS is assumed to use it")
        )
        {
            Models = [IommuModel.IntelVtd, IommuModel.AmdVi, IommuModel.ArmSmmuV3],
            Source = VtdSource + ":ecap_dev_iotlb_support; drivers/acpi/arm64/iort.c:iort_pci_rc_supports_ats",
        },
        new(
            Kind,
            "dirty_tracking",
            ValueKind.YesNo,
            "It keeps dirty bits in its tables (VT-d ECAP.SSADS in scalable mode; AMD-Vi EFR.HDSup): a VMM may ask for "
                + "tables that have them.",
            No("then a VMM gets the kernel's own choice of tables, which forces no more")
        )
        {
            Models = [IommuModel.IntelVtd, IommuModel.AmdVi],
            Source = VtdSource + ":ssads_supported; drivers/iommu/amd/iommu.c:amd_iommu_hd_support",
        },
        new(
            Kind,
            "snp_mode0",
            ValueKind.YesNo,
            "EFR2.SnpPageMode0Sup: untranslated requests and v2 tables go with SEV-SNP too, for kernels since 7.3.",
            No("hardware that has it is new")
        )
        {
            Models = Amd,
            Source = "Linux drivers/iommu/amd/init.c:iommu_snp_enable (FEATURE_SNP_PAGE_MODE0_SUP)",
        },
        new(
            Kind,
            "page_table",
            ValueKind.Word,
            "The format of the page tables: v1 has an FC bit that forces snooping, v2 is the x86 format without one.",
            Fixed("v1", "the kernel's default (amd_iommu=pgtbl_v2 selects the other)")
        )
        {
            Words = WordTable.Words<AmdPageTable>(),
            Models = Amd,
            Source = "Linux drivers/iommu/amd/init.c:parse_amd_iommu_options",
        },
        new(
            Kind,
            "stage1",
            ValueKind.YesNo,
            "IDR0.S1P: stage 1 translation.",
            Yes("Linux prefers stage 1, and nearly every unit has it")
        )
        {
            Models = Smmu3,
            Source = "Linux " + SmmuSource,
        },
        new(Kind, "stage2", ValueKind.YesNo, "IDR0.S2P: stage 2 translation.", Yes("nearly every unit has it"))
        {
            Models = Smmu3,
            Source = "Linux " + SmmuSource,
        },
        new(
            Kind,
            "s2fwb",
            ValueKind.YesNo,
            "IDR3.FWB: stage 2 can force write-back on what the guest's stage 1 says.",
            No("an optional feature")
        )
        {
            Models = Smmu3,
            Source = "Linux drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:ARM_SMMU_FEAT_S2FWB",
        },
        new(
            Kind,
            "cache_coherency",
            ValueKind.YesNo,
            "The driver says that IOMMU_CACHE works (IOMMU_CAP_CACHE_COHERENCY).",
            None("not known: what depends on it is unknown")
        )
        {
            Models = Described,
            Source = "Linux include/linux/iommu.h:iommu_cap",
        },
        new(
            Kind,
            "enforce",
            ValueKind.Word,
            "What enforce_cache_coherency() answers: always yes, never, or yes for a unit that blocks.",
            None("not known: what depends on it is unknown")
        )
        {
            Words = WordTable.Words<DriverEnforces>(),
            Models = Described,
            Source = "Linux include/linux/iommu.h:iommu_domain_ops",
        },
        new(
            Kind,
            "blocks",
            ValueKind.YesNo,
            "The hardware makes no-snoop requests snoop where the driver enforces.",
            None("not known: what depends on it is unknown")
        )
        {
            Models = Described,
        },
    ];

    private static DefaultValue Model(DefaultContext context) =>
        context.Architecture switch
        {
            Architecture.X86_64 when context.Host?.HasSvm == true => new DefaultValue(
                "amd_vi",
                "the host's CPUs are AMD's or Hygon's"
            ),
            Architecture.X86_64 => new DefaultValue("intel_vtd", "the host's CPUs are Intel's"),
            Architecture.Arm64 => new DefaultValue("arm_smmu_v3", "the architecture's current IOMMU"),
            Architecture.Arm => new DefaultValue("arm_smmu_v2", "the architecture's usual IOMMU"),
            Architecture.Riscv64 => new DefaultValue("riscv", "the architecture's own IOMMU"),
            Architecture.S390x => new DefaultValue("s390", "the architecture's own IOMMU"),
            Architecture.Ppc64 => new DefaultValue("spapr_tce", "the architecture's usual IOMMU"),
            _ => new DefaultValue("loongarch", "the architecture's own IOMMU"),
        };

    private static DefaultValue SnoopControl(DefaultContext context) =>
        YesIf(
            context.Host?.InGuest is null,
            "nearly every unit has it, except those of integrated graphics",
            "QEMU's virtual unit has none unless told so, and then takes no assigned devices"
        );
}
