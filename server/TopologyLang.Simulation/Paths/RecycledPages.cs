using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// The policy <c>vfio_flush</c>: VFIO and iommufd flush the CPU caches of a page before they map it for devices of which one page table
/// does not enforce coherency, and before they give it back. Posted in May 2024, in no released kernel; its flush is x86's.
/// </summary>
internal static class RecycledPages
{
    public static readonly Reason Flushed = new(
        "the hypervisor flushes the page before it gives it to the next user (vfio_flush): a page table of the domain does not enforce",
        "\"vfio/type1: Flush CPU caches on DMA pages in non-coherent domains\" (posted, not merged)");

    public static bool AreFlushed(KernelState state, Host host, Program program) =>
        host is { VfioFlush: true, Architecture: Architecture.X86_64 } && program.Devices.Any(d => HasNoncoherentTable(state, d));

    /// <summary>As the kernel believes it: a table that only claims to enforce is not flushed for.</summary>
    private static bool HasNoncoherentTable(KernelState state, string device) =>
        GroupUse.IsWithUser(state, state.Index.Device(device))
        && state.TablesOf(state.Devices[device].Domain!).Any(table => !table.Enforced);
}
