using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.UserTables;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// A nested domain behind SMMUv3, whose VMM makes a vIOMMU too. Linux allows that only where the guest cannot make
/// ordinary DMA bypass the caches: with CANWBS or with S2FWB. Source:
/// drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-iommufd.c:arm_vsmmu_alloc, since 6.17 arm_smmu_get_viommu_size.
/// </summary>
internal static class NestedSmmu
{
    private const string File = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-iommufd.c";

    private static readonly KernelVersion SizesFirst = new(6, 17);

    private static readonly KernelVersion First = new(6, 13);

    public static AutoDomains.Outcome Attach(Domain domain, ImmutableArray<HardwareDomain> existing, UnitContext unit)
    {
        var canwbs = ArmSmmuDrivers.IsCanwbs(unit);
        var forced = SmmuStage.UsesS2Fwb(unit);
        if (!canwbs && !forced)
        {
            return new AutoDomains.Outcome([], Errno.Eopnotsupp, [NotCoherent(unit)]);
        }

        var format = forced ? PageTableFormat.ArmStageTwoForced : PageTableFormat.ArmStageTwo;
        ImmutableArray<Reason> chain =
        [
            new Reason(
                $"{domain.Name} is nested in {domain.Parent}: the guest's stage 1 over a stage 2 of the host",
                SourceIn(unit.Host.Kernel),
                First
            ),
            canwbs
                ? new Reason(
                    $"the root complex of {unit.Device.Name} keeps every access coherent (CANWBS), so the guest may "
                        + "choose any type",
                    SourceIn(unit.Host.Kernel)
                )
                : new Reason(
                    "the stage 2 has S2FWB, so the guest's stage 1 cannot make ordinary requests bypass the caches",
                    SourceIn(unit.Host.Kernel)
                ),
        ];
        var table = new HardwareDomain(
            unit.Unit.Model,
            unit.Unit.Name,
            format,
            unit.Unit.CoherentWalk,
            canwbs,
            canwbs,
            true,
            [TopologyIndex.GroupKey(unit.Device)],
            chain
        )
        {
            MadeFor = unit.Device.Name,
        };
        return new AutoDomains.Outcome([.. existing, table], null, chain);
    }

    private static Reason NotCoherent(UnitContext unit) =>
        new(
            $"with a stage 1 of its own the guest could make DMA of {unit.Device.Name} bypass the caches: its root "
                + "complex has no "
                + (
                    unit.Unit.S2Fwb
                        ? $"CANWBS, and Linux {unit.Host.Kernel} does not see the SMMU's S2FWB yet "
                            + $"({Fixes.SmmuSeesS2Fwb.Words})"
                        : "CANWBS and the SMMU no S2FWB"
                ),
            SourceIn(unit.Host.Kernel),
            First
        );

    private static string SourceIn(KernelVersion kernel) =>
        $"{File}:{(kernel >= SizesFirst ? "arm_smmu_get_viommu_size" : "arm_vsmmu_alloc")}";
}
