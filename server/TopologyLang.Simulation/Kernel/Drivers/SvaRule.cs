using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>A condition under which a device is not bound to a process's address space. Several may hold at a time: the first one
/// answers.</summary>
/// <param name="Text">The condition in words, for people.</param>
/// <param name="Until">The first version that no longer refuses so; null: still.</param>
public sealed record SvaRule(
    KernelVersion Since,
    KernelVersion? Until,
    string Text,
    Predicate<UnitContext> Refuses,
    string Errno,
    string Source,
    bool Uncertain = false)
    : DriverRule(Since, Text, Source, Uncertain)
{
    public bool AppliesTo(KernelVersion kernel) => kernel >= Since && (Until is not { } until || kernel < until);
}
