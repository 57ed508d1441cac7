using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// When iommufd asks a page table to enforce coherency: for a device of which the driver says that its no-snoop can be
/// blocked, when the table is made; before 6.7 also when such a device joins one that was made for another.
/// </summary>
internal static class Enforcement
{
    private static readonly KernelVersion EnforcesAtAllocation = new(6, 6);
    private static readonly KernelVersion NeverUpgrades = new(6, 7);

    /// <summary>A new table for this device, or the errno.</summary>
    public static (HardwareDomain Table, string? Errno, Reason Reason) OfNewTable(
        DriverRow row,
        HardwareDomain table,
        UnitContext unit
    )
    {
        var kernel = unit.Host.Kernel;
        if (!CanBeBlocked(row, unit))
        {
            var capability = row.EnforceCapabilityIn(kernel)?.Text ?? "its driver does not have the capability";
            return (
                table,
                null,
                new Reason(
                    $"no-snoop of {unit.Device.Name} cannot be blocked ({capability}), so nothing is asked of the page "
                        + "table",
                    Source(kernel)
                )
            );
        }

        var rule = row.EnforceIn(kernel, table.Format);
        return rule?.Succeeds(table, []) == true
            ? (
                table with
                {
                    Enforced = true,
                    ForcesSnoop = true,
                },
                null,
                rule.ToReason() with
                {
                    Text =
                        $"enforce_cache_coherency() succeeds on the new page table for {unit.Device.Name}: {rule.Text}",
                }
            )
            : (
                table,
                Errno.Einval,
                new Reason(
                    "the driver offers to block no-snoop and fails on a new page table, which the kernel warns of",
                    Source(kernel)
                )
            );
    }

    /// <summary>
    /// Before 6.7 a device whose no-snoop can be blocked joins no table that cannot be made to do so; since then it
    /// does.
    /// </summary>
    /// <returns>The table, and the reason for EINVAL; null where it may join.</returns>
    public static (HardwareDomain Table, Reason? Refusal) Upgrade(
        TopologyIndex index,
        HardwareDomain table,
        Device device
    )
    {
        var unit = UnitContext.Of(index, device)!;
        var kernel = unit.Host.Kernel;
        var row = DriverTable.Find(unit.Unit.Model);
        if (kernel >= NeverUpgrades || table.Enforced || table.KeepsNoSnoop || !CanBeBlocked(row, unit))
        {
            return (table, null);
        }

        var attached = UnitContext.All(index, table.Groups.SelectMany(g => index.Group(g)));
        var rule = row.EnforceIn(kernel, table.Format);
        return rule?.Succeeds(table, attached) == true
            ? (table with { Enforced = true, ForcesSnoop = true }, null)
            : (
                table,
                new Reason(
                    $"the page table made for {table.MadeFor} would have to be upgraded for {device.Name}, which "
                        + "fails: "
                        + (rule?.Text ?? "the driver has no enforce_cache_coherency"),
                    JoinSource(kernel),
                    new KernelVersion(6, 2)
                )
            );
    }

    /// <summary>
    /// What joining another device's table means for the coherency of this one; nothing where it means nothing.
    /// </summary>
    public static ImmutableArray<Reason> OfJoining(HardwareDomain table, UnitContext unit) =>
        table is { Enforced: false, KeepsNoSnoop: false }
        && table.MadeFor != unit.Device.Name
        && CanBeBlocked(DriverTable.Find(unit.Unit.Model), unit)
            ?
            [
                new Reason(
                    $"no-snoop of {unit.Device.Name} could be blocked, but the page table was made for {table.MadeFor} "
                        + "without enforcement and is never upgraded",
                    "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_paging_alloc",
                    NeverUpgrades
                ),
            ]
            : [];

    private static bool CanBeBlocked(DriverRow row, UnitContext unit) =>
        row.EnforceCapabilityIn(unit.Host.Kernel)?.Holds(unit) == true;

    private static string Source(KernelVersion kernel) =>
        kernel >= NeverUpgrades ? "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_paging_alloc"
        : kernel >= EnforcesAtAllocation ? "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hw_pagetable_alloc"
        : "drivers/iommu/iommufd/device.c:iommufd_device_do_attach";

    private static string JoinSource(KernelVersion kernel) =>
        kernel >= EnforcesAtAllocation
            ? "drivers/iommu/iommufd/device.c:iommufd_hw_pagetable_attach"
            : "drivers/iommu/iommufd/device.c:iommufd_device_do_attach";
}
