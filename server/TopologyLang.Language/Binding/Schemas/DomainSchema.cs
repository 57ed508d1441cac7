using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Language.Binding.Schemas.Defaults;

namespace TopologyLang.Language.Binding.Schemas;

internal static class DomainSchema
{
    private const DeclarationKind Kind = DeclarationKind.Domain;

    public static readonly ImmutableArray<PropertySchema> Properties =
    [
        new(
            Kind,
            "api",
            ValueKind.Word,
            "Who uses the IOMMU here.",
            Fixed("dma_api", "what the kernel gives every device that nobody else has taken")
        )
        {
            Words = WordTable.Words<DomainApi>(),
        },
        new(
            Kind,
            "attach",
            ValueKind.Devices,
            "The devices that are attached, in this order.",
            None("no device but those that a guest is assigned through it")
        ),
        new(
            Kind,
            "page_table",
            ValueKind.Word,
            "Which stage of the IOMMU its page table is.",
            None("as the kernel chooses")
        )
        {
            Words = WordTable.Words<PageTableStage>(),
            Source = "Linux drivers/iommu/intel/iommu.c:intel_iommu_domain_alloc_paging_flags",
        },
        new(Kind, "parent", ValueKind.Domain, "The stage-2 domain under a nested one.", None("no nested domain"))
        {
            Source = "Linux drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_nested_alloc",
        },
        new(
            Kind,
            "stage1_attr",
            ValueKind.Word,
            "What the guest's own first stage says about memory (with `parent`).",
            None("whatever the guest says: Linux nests only where that cannot make ordinary DMA bypass the caches")
        )
        {
            Words = WordTable.Words<Stage1Attribute>(),
        },
        new(
            Kind,
            "coherent",
            ValueKind.YesNo,
            "Makes an iommufd domain an IOASID of the /dev/ioasid proposal (seed 003): `yes` takes only devices that "
                + "can be forced to snoop, `no` forces none and makes KVM emulate wbinvd.",
            None("not asked for: the kernel enforces wherever it can")
        )
        {
            Experimental = true,
        },
        new(
            Kind,
            "map",
            ValueKind.Words,
            "The ranges that are mapped: `cached` is ordinary memory, `uncached` reserved memory that the host maps "
                + "uncached or write-combining and nowhere else, `mmio` a window of another device.",
            None("the guest's memory, cached")
        )
        {
            Words = WordTable.Words<MapKind>(),
            Source = "Linux drivers/vfio/vfio_iommu_type1.c:vaddr_get_pfns; mm/gup.c:check_vma_flags",
        },
    ];
}
