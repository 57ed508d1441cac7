using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>A condition under which the driver says no. Several may hold at a time: the first one answers.</summary>
/// <param name="Text">The condition in words, for people.</param>
/// <param name="Until">The first version that no longer refuses so; null: still.</param>
public abstract record RefusalRule(
    KernelVersion Since,
    KernelVersion? Until,
    string Text,
    string Errno,
    string Source,
    bool Uncertain
) : DriverRule(Since, Text, Source, Uncertain)
{
    public bool AppliesTo(KernelVersion kernel) => kernel >= Since && (Until is not { } until || kernel < until);
}
