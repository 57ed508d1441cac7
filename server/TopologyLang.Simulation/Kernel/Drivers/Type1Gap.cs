using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>Why a type1 container cannot be simulated for the devices of a driver.</summary>
/// <param name="Until">The first version in which the question does not arise any more; null: still.</param>
public sealed record Type1Gap(KernelVersion? Until, string Text, string Source)
{
    public bool AppliesTo(KernelVersion kernel) => Until is not { } until || kernel < until;
}
