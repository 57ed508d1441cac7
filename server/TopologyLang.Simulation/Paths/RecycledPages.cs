using TopologyLang.Simulation.Kernel.Mapping;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// The policy <c>vfio_flush</c>: VFIO and iommufd flush the CPU caches of a page before they map it for devices of
/// which one page table does not enforce coherency, and before they give it back. Posted in May 2024, in no released
/// kernel; its flush is x86's.
/// </summary>
internal static class RecycledPages
{
    public static readonly Reason Flushed = new(
        "the hypervisor flushes the page before it gives it to the next user (vfio_flush): a page table of the domain "
            + "does not enforce",
        FlushRules.Source
    );

    public static bool AreFlushed(KernelState state, Host host, Program program) =>
        program.Devices.Any(device =>
            state.Devices[device].Domain is { } domain
            && FlushRules.Apply(state, host, domain)
            && MapRules.MemoryOf(state.Index.Domain(domain)).Any(FlushRules.Flushes)
        );
}
