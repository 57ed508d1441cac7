using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>Why it is not known what a page table for user space does to the requests of a driver's devices.</summary>
/// <param name="Until">The first version in which the question does not arise any more; null: still.</param>
public sealed record UserTableGap(KernelVersion? Until, string Text, string Source)
{
    public bool AppliesTo(KernelVersion kernel) => Until is not { } until || kernel < until;
}
