using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// A nested domain: the guest's own first stage over a second stage of the parent. The VMM makes a parent page table of
/// the parent's IOAS (IOMMU_HWPT_ALLOC with IOMMU_HWPT_ALLOC_NEST_PARENT), and a nested one on it.
/// </summary>
internal static class NestedDomains
{
    private const string AllocSource = "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_alloc";

    private static readonly KernelVersion AllocatesTables = new(6, 6);

    public static AutoDomains.Outcome Attach(
        TopologyIndex index,
        Domain domain,
        ImmutableArray<HardwareDomain> existing,
        Device device
    )
    {
        var unit = UnitContext.Of(index, device)!;
        return Refusal(index, domain, unit) is { } refusal ? new AutoDomains.Outcome([], refusal.Errno, [refusal.Why])
            : unit.Unit.Model == IommuModel.ArmSmmuV3 ? NestedSmmu.Attach(domain, existing, unit)
            : NestedVtd.Attach(index, domain, existing, unit);
    }

    /// <summary>
    /// Nested page tables are made through iommufd alone. Why the domain can be none; null where it may be one.
    /// </summary>
    public static Reason? WrongApi(Domain domain) =>
        domain is { Parent: { } parent, Api: not DomainApi.Iommufd }
            ? new Reason(
                $"{domain.Name} is declared with parent = {parent}, and only iommufd makes nested page tables (api = "
                    + "iommufd)",
                AllocSource
            )
            : null;

    private static (string Errno, Reason Why)? Refusal(TopologyIndex index, Domain domain, UnitContext unit)
    {
        var kernel = unit.Host.Kernel;
        if (kernel < AllocatesTables)
        {
            return (
                Errno.Enotty,
                new Reason(
                    $"the iommufd of Linux {kernel} has no IOMMU_HWPT_ALLOC, with which a nested page table is made: "
                        + $"that came with {AllocatesTables}",
                    "drivers/iommu/iommufd/main.c:iommufd_fops_ioctl",
                    DevIommu.Since
                )
            );
        }

        if (
            index.Domain(domain.Parent!) is var parent
            && (parent.Api != DomainApi.Iommufd || parent.Parent is not null)
        )
        {
            return (
                Errno.Einval,
                new Reason(
                    $"the parent of a nested page table is one that maps: {parent.Name} is "
                        + (parent.Parent is null ? "no domain of iommufd" : "nested itself"),
                    AllocSource
                )
            );
        }

        var row = DriverTable.Find(unit.Unit.Model);
        var rule = row.NestParentsIn(kernel);
        return rule?.Holds(unit) == true ? null
            : rule is not null ? (Errno.Eopnotsupp, rule.ToReason())
            : (
                Errno.Eopnotsupp,
                new Reason(
                    $"the driver {row.File} makes no parents of nested page tables"
                        + (row.NestParents is [var first, ..] ? $" before {first.Since}" : ""),
                    row.File
                )
            );
    }
}
