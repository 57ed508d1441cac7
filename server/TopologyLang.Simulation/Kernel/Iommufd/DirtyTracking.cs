using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// QEMU makes the page tables of an IOAS itself, and asks for dirty tracking where the device's IOMMU has it: then the
/// driver's choice of a format is another one.
/// </summary>
internal static class DirtyTracking
{
    /// <summary>Pulled on 23 July 2024.</summary>
    private static readonly Version AsksSince = Version.Parse("9.1");

    private static readonly KernelVersion KernelsKnowIt = new(6, 7);

    /// <summary>The format that the driver then makes; null where nobody asks, or nobody can have it.</summary>
    public static (PageTableFormat Format, Reason Why)? AskedFor(
        TopologyIndex index,
        Domain domain,
        UnitContext unit
    ) =>
        domain.PageTable is null
        && unit.Host.Kernel >= KernelsKnowIt
        && unit.Unit.DirtyTracking
        && index.Topology.Guests.Any(guest => Asks(guest) && guest.Assign.Any(one => one.Domain == domain.Name))
            ? unit.Unit switch
            {
                { Model: IommuModel.IntelVtd, ScalableMode: true, SecondStage: true } => (
                    PageTableFormat.VtdSecondStage,
                    Why(
                        unit,
                        "a second-stage table",
                        "drivers/iommu/intel/iommu.c:intel_iommu_domain_alloc_paging_flags"
                    )
                ),
                { Model: IommuModel.AmdVi } => (
                    PageTableFormat.AmdV1,
                    Why(unit, "a v1 table", "drivers/iommu/amd/iommu.c:amd_iommu_domain_alloc_paging_flags")
                ),
                _ => null,
            }
            : null;

    private static bool Asks(Guest guest) =>
        guest.Vmm == "qemu" && (guest.VmmVersion is not { } version || version >= AsksSince);

    private static Reason Why(UnitContext unit, string table, string source) =>
        new(
            $"QEMU (since {AsksSince}) asks for dirty tracking, which {unit.Unit.Name} has: the driver makes {table}",
            $"QEMU hw/vfio/iommufd.c:iommufd_cdev_autodomains_get; {source}",
            KernelsKnowIt
        );
}
