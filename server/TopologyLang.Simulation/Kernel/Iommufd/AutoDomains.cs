using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.Ioasid;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.UserTables;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// An IOAS takes a device: it tries its page tables one after the other, goes on after EINVAL, and makes a new one when
/// none fits. Source: drivers/iommu/iommufd/device.c:iommufd_device_auto_get_domain.
/// </summary>
internal static class AutoDomains
{
    private const string Source = "drivers/iommu/iommufd/device.c:iommufd_device_auto_get_domain";

    private static readonly KernelVersion ComparesOwners = new(6, 8);

    /// <summary>The tables of the IOAS afterwards, or the errno.</summary>
    internal sealed record Outcome(ImmutableArray<HardwareDomain> Tables, string? Errno, ImmutableArray<Reason> Chain);

    private sealed record Attempt(HardwareDomain Table, string? Errno, ImmutableArray<Reason> Chain);

    public static Outcome Attach(
        TopologyIndex index,
        Domain domain,
        ImmutableArray<HardwareDomain> existing,
        Device device
    )
    {
        ImmutableArray<Reason> tried = [];
        foreach (var table in existing)
        {
            var attempt = AttachTo(index, table, device);
            tried = [.. tried, .. attempt.Chain];
            if (attempt.Errno is null)
            {
                var unit = UnitContext.Of(index, device)!;
                var joined = new Reason(
                    $"{device.Name} joins the page table that was made for {table.MadeFor}",
                    Source
                );
                return new Outcome(
                    existing.Replace(table, attempt.Table),
                    null,
                    [.. tried, joined, .. Enforcement.OfJoining(attempt.Table, unit)]
                );
            }

            if (attempt.Errno != Errno.Einval)
            {
                return new Outcome([], attempt.Errno, tried);
            }
        }

        return AttachToNew(index, domain, existing, device, tried);
    }

    private static Outcome AttachToNew(
        TopologyIndex index,
        Domain domain,
        ImmutableArray<HardwareDomain> existing,
        Device device,
        ImmutableArray<Reason> tried
    )
    {
        var unit = UnitContext.Of(index, device)!;
        var row = DriverTable.Find(unit.Unit.Model);
        if (SmmuStage.Refusal(domain, row, unit) is { } noStage)
        {
            return new Outcome([], noStage.Errno, [.. tried, noStage.Reason]);
        }

        var (made, format) = DirtyTracking.AskedFor(index, domain, unit) is { } dirty
            ? (UserTable.Empty(row, unit, dirty.Format, dirty.Why) with { TracksDirty = true }, dirty.Why)
            : UserTable.Make(domain, row, unit);
        if (made is null)
        {
            return new Outcome([], Errno.Einval, [.. tried, format]);
        }

        var named = made with { MadeFor = device.Name };
        var (table, errno, coherence) = IoasidRules.LeavesNoSnoopAlone(domain) is { } asked
            ? (named with { KeepsNoSnoop = true }, null, asked)
            : Enforcement.OfNewTable(row, named, unit);
        if (errno is not null)
        {
            return new Outcome([], errno, [.. tried, format, coherence]);
        }

        var attempt = AttachTo(index, table with { Chain = [format, coherence] }, device);
        if (attempt.Errno is not null)
        {
            return new Outcome([], attempt.Errno, [.. tried, format, coherence, .. attempt.Chain]);
        }

        var kept = new Reason(
            existing.IsEmpty
                ? $"{domain.Name} gets its first page table"
                : $"no page table of {domain.Name} fits, so it gets another one beside them",
            Source
        );
        return new Outcome(
            [.. existing, attempt.Table with { HasMappings = true }],
            null,
            [.. tried, format, coherence, kept]
        );
    }

    /// <summary>The first device of a group attaches the group as a whole.</summary>
    private static Attempt AttachTo(TopologyIndex index, HardwareDomain table, Device device)
    {
        var unit = UnitContext.Of(index, device)!;
        var kernel = unit.Host.Kernel;
        if (table.Driver != unit.Unit.Model)
        {
            var compares = kernel >= ComparesOwners;
            return new Attempt(
                table,
                Errno.Einval,
                [
                    new Reason(
                        $"the page table made for {table.MadeFor} belongs to another driver",
                        "drivers/iommu/iommu.c:__iommu_attach_group",
                        compares ? ComparesOwners : null,
                        !compares
                    ),
                ]
            );
        }

        var (upgraded, failed) = Enforcement.Upgrade(index, table, device);
        if (failed is not null)
        {
            return new Attempt(table, Errno.Einval, [failed]);
        }

        var members = UnitContext.All(index, index.GroupOf(device));
        return UserTable.RefusalOf(DriverTable.Find(unit.Unit.Model), kernel, upgraded, members) is { } refusal
            ? new Attempt(table, refusal.Errno, [refusal.ToReason()])
            : new Attempt(upgraded with { Groups = upgraded.Groups.Add(TopologyIndex.GroupKey(device)) }, null, []);
    }
}
