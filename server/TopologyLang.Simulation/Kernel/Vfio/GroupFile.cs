using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>/dev/vfio/N, the file of an IOMMU group, which one user has open at a time.</summary>
internal static class GroupFile
{
    /// <summary>
    /// Up to 5.19 struct vfio_group counts its one opening in <c>opened</c>, since then it keeps <c>opened_file</c>;
    /// the answer is the same.
    /// </summary>
    public static string OpenSource(KernelState state, Device device) =>
        state.Index.HostOf(device).Kernel >= new KernelVersion(6, 2) ? "drivers/vfio/group.c:vfio_group_fops_open"
        : state.Index.HostOf(device).Kernel >= new KernelVersion(5, 19)
            ? "drivers/vfio/vfio_main.c:vfio_group_fops_open"
        : "drivers/vfio/vfio.c:vfio_group_fops_open";
}
