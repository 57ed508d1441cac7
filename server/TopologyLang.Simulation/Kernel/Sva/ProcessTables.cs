using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Sva;

/// <summary>A process's own page tables, as an IOMMU walks them for a device that is bound to the process.</summary>
internal static class ProcessTables
{
    /// <summary>Of a driver that binds devices; no other device gets into such a domain.</summary>
    public static (Translation Translation, ImmutableArray<Reason> Chain) Of(UnitContext unit, string domain)
    {
        var (translation, how) = unit.Unit.Model switch
        {
            IommuModel.IntelVtd => (
                (Translation)new Translation.Vtd(PageTableStage.FirstStage, true, unit.Unit.SnoopControl, false, false),
                new Reason(
                    "they are a first stage, and Linux sets no PGSNP in the PASID entry of a process",
                    "drivers/iommu/intel/svm.c:intel_svm_set_dev_pasid (before 6.2 intel_svm_bind_mm)"
                )
            ),
            IommuModel.AmdVi => (
                new Translation.Amd(AmdPageTable.V2),
                new Reason(
                    "they are guest page tables (GCR3), which have no FC bit",
                    "drivers/iommu/amd/pasid.c:iommu_sva_set_dev_pasid"
                )
            ),
            _ => (
                new Translation.Arm(unit.Unit.Model, PageTableStage.FirstStage, true),
                new Reason(
                    "they are a stage 1 with the CPUs' own types (MAIR_EL1): a request has the type with which the "
                        + "process maps the page",
                    "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c:arm_smmu_make_sva_cd"
                )
            ),
        };
        return (
            translation,
            [new Reason($"{unit.Device.Name} is in {domain}: it walks the page tables of a process"), how]
        );
    }
}
