using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// Tegra's GART has one aperture for the whole machine, and one page table at a time can have it. A container makes a
/// page table for each group before it looks whether the group could join another, so a second group is refused even
/// where it would join the first.
/// </summary>
internal static class SoleAperture
{
    private const string Source = "drivers/iommu/tegra-gart.c:gart_iommu_attach_dev";

    /// <summary>Null where the aperture is free, or the device's IOMMU is another one.</summary>
    public static (string Errno, Reason Why)? Refusal(KernelState state, Device device) =>
        state.Index.UnitOf(device) is { Model: IommuModel.TegraGart } && Holder(state, device) is { } other
            ? (
                Errno.Ebusy,
                new Reason(
                    $"the GART has one aperture for the whole machine, and the page table of {other.Name} holds it",
                    Source
                )
            )
            : null;

    /// <summary>Why it is not known whether another group has the aperture; null where it is.</summary>
    public static Reason? NotKnown(KernelState state, Device device) =>
        state.Index.UnitOf(device) is { Model: IommuModel.TegraGart }
            ? Others(state, device).Select(d => state.Devices[d.Name].Unknown).FirstOrDefault(why => why is not null)
            : null;

    private static IEnumerable<Device> Others(KernelState state, Device device) =>
        state.Index.Topology.Devices.Where(d =>
            d.Host == device.Host
            && TopologyIndex.GroupKey(d) != TopologyIndex.GroupKey(device)
            && state.Index.UnitOf(d) is { Model: IommuModel.TegraGart }
        );

    private static Device? Holder(KernelState state, Device device) =>
        Others(state, device).FirstOrDefault(d => GroupUse.IsWithUser(state, d));
}
