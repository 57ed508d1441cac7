using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.UserTables;

/// <summary>A page table for user space: what the driver makes, and which devices it lets attach to it.</summary>
internal static class UserTable
{
    /// <summary>An empty table without any device; null where the unit can do no such format.</summary>
    public static (HardwareDomain? Table, Reason Reason) Make(Domain domain, DriverRow row, UnitContext unit)
    {
        var (format, reason) = Format(domain, row, unit);
        return format is { } chosen ? (Empty(row, unit, chosen, reason), reason) : (null, reason);
    }

    public static HardwareDomain Empty(DriverRow row, UnitContext unit, PageTableFormat format, Reason why) =>
        new(row.Model, unit.Unit.Name, format, unit.Unit.CoherentWalk, false, false, false, [], [why]);

    /// <summary>The rule by which the driver refuses one of the devices; null where it takes them all.</summary>
    public static AttachRule? RefusalOf(
        DriverRow row,
        KernelVersion kernel,
        HardwareDomain table,
        ImmutableArray<UnitContext> members
    ) => members.Select(m => row.Refusal(kernel, table, m)).FirstOrDefault(r => r is not null);

    private static (PageTableFormat? Format, Reason Reason) Format(Domain domain, DriverRow row, UnitContext unit)
    {
        if (domain.PageTable is { } stage && row.Model == IommuModel.IntelVtd)
        {
            var (format, name) =
                stage == PageTableStage.FirstStage
                    ? (PageTableFormat.VtdFirstStage, "first_stage")
                    : (PageTableFormat.VtdSecondStage, "second_stage");
            return (format, new Reason($"{domain.Name} is declared with page_table = {name}"));
        }

        if (SmmuStage.Declared(domain, row, unit) is { } declared)
        {
            return declared;
        }

        var rule = row.FormatIn(unit.Host.Kernel, TableUse.User);
        return rule is null
            ? (PageTableFormat.Other, new Reason($"the driver {row.File} has one page-table format", row.File))
            : (rule.Choose(unit), rule.ToReason());
    }
}
