using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.UserTables;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// A container takes a group: it makes a page table for it, asks for enforcement, and then keeps the table or joins one
/// that is like it. Source: drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_attach_group, whose order of tests this
/// follows.
/// </summary>
internal static class Type1
{
    private const string Source = "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_attach_group";

    private static readonly KernelVersion AsksDomain = new(5, 19);

    /// <summary>The container's page tables afterwards, or the errno.</summary>
    internal sealed record Outcome(ImmutableArray<HardwareDomain> Tables, string? Errno, ImmutableArray<Reason> Chain);

    public static Outcome AttachGroup(
        TopologyIndex index,
        Domain domain,
        ImmutableArray<HardwareDomain> existing,
        string group
    )
    {
        var members = UnitContext.All(index, index.Group(group));
        var first = members[0];
        var kernel = first.Host.Kernel;
        var row = DriverTable.Find(first.Unit.Model);

        if (SmmuStage.Refusal(domain, row, first) is { } noStage)
        {
            return Refused(noStage.Errno, noStage.Reason);
        }

        var (made, formatReason) = UserTable.Make(domain, row, first);
        if (made is null)
        {
            return Refused(Errno.Einval, formatReason);
        }

        var probe = made with { Groups = [group], MadeFor = first.Device.Name };
        if (UserTable.RefusalOf(row, kernel, probe, members) is { } refusal)
        {
            return Refused(refusal.Errno, formatReason, refusal.ToReason());
        }

        var (isolated, isolation) = InterruptIsolation.OfType1(row, members, Source);
        if (!isolated)
        {
            return Refused(Errno.Eperm, [formatReason, .. isolation]);
        }

        var (enforced, enforceReason) = Enforce(row, kernel, probe, members);
        probe = probe with
        {
            Enforced = enforced,
            ForcesSnoop = enforced && kernel >= AsksDomain,
            Chain = [formatReason, .. isolation, enforceReason],
        };
        return JoinOrKeep(row, kernel, existing, probe, members);
    }

    public static ImmutableArray<HardwareDomain> DetachGroup(ImmutableArray<HardwareDomain> tables, string group) =>
        [.. tables.Select(t => t with { Groups = t.Groups.Remove(group) }).Where(t => !t.Groups.IsEmpty)];

    /// <summary>
    /// VFIO_DMA_CC_IOMMU: a container without any table answers yes. Source: vfio_domains_have_enforce_cache_coherency.
    /// </summary>
    public static bool IsCoherent(ImmutableArray<HardwareDomain> tables) => tables.All(t => t.Enforced);

    private static Outcome JoinOrKeep(
        DriverRow row,
        KernelVersion kernel,
        ImmutableArray<HardwareDomain> existing,
        HardwareDomain probe,
        ImmutableArray<UnitContext> members
    )
    {
        ImmutableArray<Reason> refusals = [];
        foreach (var table in existing.Where(t => t.Driver == probe.Driver && t.Enforced == probe.Enforced))
        {
            if (row.SharingIn(kernel) is { } sharing && !sharing.SameOperations(table.Format, probe.Format))
            {
                refusals = [.. refusals, sharing.ToReason()];
            }
            else if (UserTable.RefusalOf(row, kernel, table, members) is { } refusal)
            {
                refusals = [.. refusals, refusal.ToReason()];
            }
            else
            {
                var joined = existing.Replace(table, table with { Groups = [.. table.Groups, .. probe.Groups] });
                return new Outcome(
                    joined,
                    null,
                    [
                        .. probe.Chain,
                        new Reason("it joins a page table of the container that is enforced alike", Source),
                    ]
                );
            }
        }

        var kept = existing.IsEmpty
            ? new Reason("it gets the container's first page table", Source)
            : new Reason("no page table of the container is like it, so it gets one of its own beside them", Source);
        return new Outcome([.. existing, probe with { HasMappings = true }], null, [.. probe.Chain, .. refusals, kept]);
    }

    /// <summary>
    /// Up to 5.18 VFIO asks no domain: it maps with IOMMU_CACHE where the bus has the capability, and goes by that.
    /// </summary>
    private static (bool Enforced, Reason Reason) Enforce(
        DriverRow row,
        KernelVersion kernel,
        HardwareDomain probe,
        ImmutableArray<UnitContext> members
    )
    {
        if (kernel < AsksDomain)
        {
            var capable = row.CacheCoherencyIn(kernel);
            var holds = capable?.Holds(members[0]) == true;
            return (
                holds,
                new Reason(
                    $"VFIO {(holds ? "maps" : "does not map")} with IOMMU_CACHE: "
                        + (capable?.Text ?? $"the driver {row.File} does not say that it works"),
                    capable?.Source ?? Source
                )
            );
        }

        if (row.EnforceIn(kernel, probe.Format) is not { } rule)
        {
            return (
                false,
                new Reason(
                    $"the driver {row.File} has no enforce_cache_coherency, so no-snoop is not blocked",
                    Source,
                    AsksDomain
                )
            );
        }

        var enforced = rule.Succeeds(probe, members);
        return (
            enforced,
            rule.ToReason() with
            {
                Text = $"enforce_cache_coherency() {(enforced ? "succeeds" : "fails")}: {rule.Text}",
            }
        );
    }

    private static Outcome Refused(string errno, params ImmutableArray<Reason> chain) => new([], errno, chain);
}
