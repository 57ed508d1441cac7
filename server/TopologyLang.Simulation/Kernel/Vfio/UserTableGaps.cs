using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>Drivers of which it is not known what their page tables for user space do.</summary>
internal static class UserTableGaps
{
    /// <summary>
    /// Of a device that a VFIO driver takes; null where it is known, and where the attach is refused before.
    /// </summary>
    public static Reason? Of(TopologyIndex index, Device device, Domain domain) =>
        index.UnitOf(device) is { } unit
        && DriverTable.Find(unit.Model).UserTableGap is { } gap
        && gap.AppliesTo(index.HostOf(device).Kernel)
        && Registration.Of(index, device).Errno is null
        && !ContainerTypes.RefusesBefore(index, device, domain)
            ? new Reason($"{device.Name}: {gap.Text}", gap.Source)
            : null;
}
