using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// A nested domain behind SMMUv3: the guest's own stage 1 over a stage 2 of the parent. The VMM makes a parent page table
/// (IOMMU_HWPT_ALLOC_NEST_PARENT), a vIOMMU, and a nested page table for the device. Linux allows it only where the guest cannot make
/// ordinary DMA bypass the caches: with CANWBS or with S2FWB. Source: drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-iommufd.c:arm_vsmmu_init.
/// </summary>
internal static class NestedSmmu
{
    private const string Source = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-iommufd.c:arm_vsmmu_init";
    private const string ParentSource = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_domain_alloc_paging_flags";

    private static readonly KernelVersion First = new(6, 13);

    public static AutoDomains.Outcome Attach(
        TopologyIndex index, Domain domain, ImmutableArray<HardwareDomain> existing, Device device)
    {
        var unit = UnitContext.Of(index, device)!;
        var canwbs = ArmSmmuDrivers.IsCanwbs(unit);
        var forced = SmmuStage.UsesS2Fwb(unit);
        if (Refusal(unit, canwbs || forced) is { } refusal)
        {
            return new AutoDomains.Outcome([], Errno.Eopnotsupp, [refusal]);
        }

        var format = forced ? PageTableFormat.ArmStageTwoForced : PageTableFormat.ArmStageTwo;
        ImmutableArray<Reason> chain =
        [
            new Reason($"{domain.Name} is nested in {domain.Parent}: the guest's stage 1 over a stage 2 of the host", Source, First),
            canwbs
                ? new Reason($"the root complex of {device.Name} keeps every access coherent (CANWBS), so the guest may choose any type",
                    Source)
                : new Reason("the stage 2 has S2FWB, so the guest's stage 1 cannot make ordinary requests bypass the caches", Source),
        ];
        var table = new HardwareDomain(unit.Unit.Model, unit.Unit.Name, format, unit.Unit.CoherentWalk, canwbs, canwbs, true,
            [TopologyIndex.GroupKey(device)], chain)
        { MadeFor = device.Name };
        return new AutoDomains.Outcome([.. existing, table], null, chain);
    }

    private static Reason? Refusal(UnitContext unit, bool coherent) =>
        unit.Host.Kernel < First ? new Reason("SMMUv3 has nested page tables since 6.13", ParentSource, First)
        : unit.Unit is not { Stage1: true, Stage2: true }
            ? new Reason($"{unit.Unit.Name} has not both stages, so its driver makes no parent of nested page tables", ParentSource, First)
        : coherent ? null
        : new Reason($"with a stage 1 of its own the guest could make DMA of {unit.Device.Name} bypass the caches: its root complex has no "
            + (unit.Unit.S2Fwb ? $"CANWBS, and Linux {unit.Host.Kernel} does not see the SMMU's S2FWB yet (6.14.6 and 6.15 do)"
                : "CANWBS and the SMMU no S2FWB"), Source, First);
}
