using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.UserTables;

/// <summary>
/// The stage of an SMMU that a user's domain asks for. In a container VFIO_TYPE1_NESTING_IOMMU, gone in 6.13, merely
/// made the SMMU use stage 2; in iommufd a page table with IOMMU_HWPT_ALLOC_NEST_PARENT has stage 2 since then.
/// </summary>
internal static class SmmuStage
{
    private const string NestingSource =
        "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_open (VFIO_TYPE1_NESTING_IOMMU)";
    private const string ParentSource =
        "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_domain_alloc_paging_flags";

    private static readonly KernelVersion NestParents = new(6, 13);

    /// <summary>
    /// The driver uses S2FWB for parents of nested page tables only, and did not see the feature before
    /// <see cref="Fixes.SmmuSeesS2Fwb"/>.
    /// </summary>
    public static bool UsesS2Fwb(UnitContext unit) =>
        unit.Unit is { Model: IommuModel.ArmSmmuV3, Stage1: true, S2Fwb: true }
        && Fixes.SmmuSeesS2Fwb.IsIn(unit.Host.Kernel);

    public static (string Errno, Reason Reason)? Refusal(Domain domain, DriverRow row, UnitContext unit)
    {
        if (!IsSmmu(row) || domain.PageTable is not { } stage)
        {
            return null;
        }

        var name = unit.Unit.Name;
        return stage switch
        {
            PageTableStage.FirstStage when !unit.Unit.Stage1 => (
                Errno.Einval,
                new Reason($"{domain.Name} asks for first_stage, and {name} has no stage 1", row.File)
            ),
            PageTableStage.FirstStage => null,
            _ when !unit.Unit.Stage2 => (
                domain.Api == DomainApi.Iommufd ? Errno.Eopnotsupp : Errno.Einval,
                new Reason($"{domain.Name} asks for second_stage, and {name} has no stage 2", row.File)
            ),
            _ when domain.Api == DomainApi.Iommufd => unit.Unit.Stage1 ? ParentRefusal(domain, row, unit) : null,
            _ when unit.Unit.Stage1 && unit.Host.Kernel >= NestParents => (
                Errno.Enodev,
                new Reason(
                    $"{domain.Name} asks for second_stage, and {name} has a stage 1, which a container gets since "
                        + "VFIO_TYPE1_NESTING_IOMMU is gone: no container type is left for it",
                    NestingSource,
                    NestParents
                )
            ),
            _ => null,
        };
    }

    /// <summary>The declared stage; null where none is declared, or the driver is another one.</summary>
    public static (PageTableFormat? Format, Reason Reason)? Declared(Domain domain, DriverRow row, UnitContext unit) =>
        (IsSmmu(row), domain.PageTable) switch
        {
            (true, PageTableStage.FirstStage) => (
                PageTableFormat.ArmStageOne,
                new Reason($"{domain.Name} is declared with page_table = first_stage")
            ),
            (true, PageTableStage.SecondStage) when domain.Api == DomainApi.Iommufd && unit.Unit.Stage1 => (
                UsesS2Fwb(unit) ? PageTableFormat.ArmStageTwoForced : PageTableFormat.ArmStageTwo,
                new Reason(
                    $"{domain.Name} is declared with page_table = second_stage, a parent of nested page tables, "
                        + (UsesS2Fwb(unit) ? "for which the driver uses S2FWB" : "without S2FWB"),
                    ParentSource,
                    NestParents
                )
            ),
            (true, PageTableStage.SecondStage) => (
                PageTableFormat.ArmStageTwo,
                new Reason(
                    $"{domain.Name} is declared with page_table = second_stage",
                    domain.Api == DomainApi.VfioType1 ? NestingSource : null
                )
            ),
            _ => null,
        };

    /// <summary>IOMMU_HWPT_ALLOC with IOMMU_HWPT_ALLOC_NEST_PARENT.</summary>
    private static (string Errno, Reason Reason)? ParentRefusal(Domain domain, DriverRow row, UnitContext unit) =>
        row.Model != IommuModel.ArmSmmuV3
            ? (
                Errno.Eopnotsupp,
                new Reason(
                    $"{domain.Name} asks for second_stage, and the driver {row.File} makes no parents of "
                        + "nested page tables",
                    row.File
                )
            )
        : unit.Host.Kernel < NestParents
            ? (
                Errno.Eopnotsupp,
                new Reason(
                    $"{domain.Name} asks for second_stage, and SMMUv3 makes parents of nested page tables since "
                        + "6.13",
                    ParentSource,
                    NestParents
                )
            )
        : null;

    private static bool IsSmmu(DriverRow row) => row.Model is IommuModel.ArmSmmuV3 or IommuModel.ArmSmmuV2;
}
