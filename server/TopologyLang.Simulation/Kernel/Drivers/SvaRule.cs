using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>A device is not bound to a process's address space.</summary>
public sealed record SvaRule(
    KernelVersion Since,
    KernelVersion? Until,
    string Text,
    Predicate<UnitContext> Refuses,
    string Errno,
    string Source,
    bool Uncertain = false
) : RefusalRule(Since, Until, Text, Errno, Source, Uncertain);
