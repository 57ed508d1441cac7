using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>What a driver looks at when it is asked about one device.</summary>
/// <param name="Unit">The unit that translates for the device.</param>
/// <param name="Peers">Every unit of the host that the same driver runs, the device's own one included.</param>
public sealed record UnitContext(Host Host, Device Device, Iommu Unit, ImmutableArray<Iommu> Peers)
{
    /// <summary>
    /// Null where no IOMMU is in front of the device. Hyper-V's remaps interrupts only: no group, no translation.
    /// </summary>
    public static UnitContext? Of(TopologyIndex index, Device device)
    {
        if (index.UnitOf(device) is not { Model: not IommuModel.Hyperv } unit)
        {
            return null;
        }

        return new UnitContext(index.HostOf(device), device, unit, index.PeersOf(unit));
    }

    /// <summary>Of those devices that have one.</summary>
    public static ImmutableArray<UnitContext> All(TopologyIndex index, IEnumerable<Device> devices) =>
        [.. devices.Select(device => Of(index, device)).OfType<UnitContext>()];
}
