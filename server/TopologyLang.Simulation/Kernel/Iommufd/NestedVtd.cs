using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.UserTables;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// A nested domain behind VT-d. Whether no-snoop is blocked is decided where its parent is made, for the device for
/// which it is made; the nested PASID entry has PGSNP exactly if the parent forces snooping. Devices whose unit takes
/// the parent share it. Source: drivers/iommu/intel/nested.c:intel_nested_attach_dev.
/// </summary>
internal static class NestedVtd
{
    private const string Source = "drivers/iommu/intel/nested.c:intel_iommu_domain_alloc_nested";
    private const string PasidSource = "drivers/iommu/intel/pasid.c:intel_pasid_setup_nested";

    private static readonly KernelVersion First = new(6, 7);

    public static AutoDomains.Outcome Attach(
        TopologyIndex index,
        Domain domain,
        ImmutableArray<HardwareDomain> existing,
        UnitContext unit
    )
    {
        var members = UnitContext.All(index, index.GroupOf(unit.Device));
        ImmutableArray<Reason> tried = [];
        foreach (var table in existing)
        {
            if (Refusal(table, unit, members) is not { } refusal)
            {
                return new AutoDomains.Outcome(
                    existing.Replace(table, WithGroup(table, unit)),
                    null,
                    [
                        .. tried,
                        new Reason(
                            $"{unit.Device.Name} joins the parent that was made for {table.MadeFor}",
                            PasidSource
                        ),
                        .. Enforcement.OfJoining(table, unit),
                    ]
                );
            }

            tried = tried.Add(refusal.ToReason());
        }

        return AttachToNew(domain, existing, unit, members, tried);
    }

    private static AutoDomains.Outcome AttachToNew(
        Domain domain,
        ImmutableArray<HardwareDomain> existing,
        UnitContext unit,
        ImmutableArray<UnitContext> members,
        ImmutableArray<Reason> tried
    )
    {
        var empty = new HardwareDomain(
            unit.Unit.Model,
            unit.Unit.Name,
            PageTableFormat.VtdSecondStage,
            unit.Unit.CoherentWalk,
            false,
            false,
            false,
            [],
            []
        )
        {
            MadeFor = unit.Device.Name,
        };
        var (parent, errno, coherence) = Enforcement.OfNewTable(DriverTable.Find(unit.Unit.Model), empty, unit);
        ImmutableArray<Reason> chain =
        [
            new Reason(
                $"{domain.Name} is nested in {domain.Parent}: the guest's first stage over a second stage of the host",
                Source,
                First
            ),
            coherence,
            new Reason(
                parent.ForcesSnoop
                    ? "the parent forces snooping, so the nested PASID entry has PGSNP"
                    : "the parent does not force snooping, so the nested PASID entry has no PGSNP",
                PasidSource
            ),
            new Reason(
                "the guest's first stage has no say in caching: what the VMM hands over (IOMMU_HWPT_DATA_VTD_S1) has "
                    + "no memory type",
                "include/uapi/linux/iommufd.h:iommu_hwpt_vtd_s1"
            ),
        ];
        if (errno is not null)
        {
            return new AutoDomains.Outcome([], errno, [.. tried, coherence]);
        }

        if (Refusal(parent, unit, members) is { } refusal)
        {
            return new AutoDomains.Outcome([], refusal.Errno, [.. tried, .. chain, refusal.ToReason()]);
        }

        var table = WithGroup(
            parent with
            {
                Format = PageTableFormat.VtdNested,
                HasMappings = true,
                Chain = chain,
            },
            unit
        );
        return new AutoDomains.Outcome([.. existing, table], null, [.. tried, .. chain]);
    }

    private static HardwareDomain WithGroup(HardwareDomain table, UnitContext unit) =>
        table with
        {
            Groups = table.Groups.Add(TopologyIndex.GroupKey(unit.Device)),
        };

    /// <summary>The parent is what has to fit the device's unit.</summary>
    private static AttachRule? Refusal(HardwareDomain table, UnitContext unit, ImmutableArray<UnitContext> members) =>
        UserTable.RefusalOf(
            DriverTable.Find(unit.Unit.Model),
            unit.Host.Kernel,
            table with
            {
                Format = PageTableFormat.VtdSecondStage,
            },
            members
        );
}
