using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.VirtualIommus;

/// <summary>One kind of IOMMU that a VMM gives to a guest.</summary>
/// <param name="Unit">What the guest's kernel takes it for.</param>
/// <param name="Machines">The architectures that have it.</param>
/// <param name="Shadows">The VMM can follow the guest's page tables and map the same into VFIO; else the host must nest
/// them.</param>
/// <param name="Seen">What the guest's kernel sees and believes.</param>
/// <param name="Needs">What the VMM needs for assigned devices behind it.</param>
internal sealed record VirtualIommuRow(
    Viommu Viommu,
    IommuModel Unit,
    ImmutableArray<Architecture> Machines,
    bool Shadows,
    Reason Seen,
    Reason Needs
)
{
    /// <summary>What says that the other architectures have it not.</summary>
    public string? NoMachine { get; init; } = Seen.Source;
}
