using System.Collections.Immutable;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Language.Binding.Defaults;

namespace TopologyLang.Language.Binding;

internal static class DomainSchema
{
    private const DeclarationKind Kind = DeclarationKind.Domain;

    public static readonly ImmutableArray<PropertySchema> Properties =
    [
        new(Kind, "api", ValueKind.Word, "Who uses the IOMMU here.",
            Fixed("dma_api", "what the kernel gives every device that nobody else has taken"))
        {
            Words = WordTable.Words<DomainApi>(),
        },
        new(Kind, "attach", ValueKind.Devices, "The devices that are attached, in this order.",
            None("no device but those that a guest is assigned through it")),
        new(Kind, "page_table", ValueKind.Word, "Which stage of the IOMMU its page table is.", None("as the kernel chooses"))
        {
            Words = WordTable.Words<PageTableStage>(),
            Source = "Linux drivers/iommu/intel/iommu.c:intel_iommu_domain_alloc_paging_flags",
        },
        new(Kind, "parent", ValueKind.Domain, "The stage-2 domain under a nested one.", None("no nested domain"))
        {
            Source = "Linux drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_nested_alloc",
        },
        new(Kind, "stage1_attr", ValueKind.Word, "What the guest's own first stage says about memory (with `parent`).",
            None("whatever the guest says: Linux nests only where that cannot make ordinary DMA bypass the caches"))
        {
            Words = WordTable.Words<Stage1Attribute>(),
        },
        new(Kind, "coherent", ValueKind.YesNo, "What an IOASID of the /dev/ioasid proposal is asked for (seed 003).",
            None("not asked for")) { Experimental = true },
        new(Kind, "map", ValueKind.Words, "The ranges that are mapped, each with its kind.", None("the guest's memory, cached"))
        {
            Words = WordTable.Words<MapKind>(),
        },
    ];
}
