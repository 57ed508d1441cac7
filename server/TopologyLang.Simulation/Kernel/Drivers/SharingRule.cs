using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// Whether the driver's tables of these two formats have the same <c>domain->ops</c>, so that VFIO may join them.
/// </summary>
public sealed record SharingRule(
    KernelVersion Since,
    string Text,
    Func<PageTableFormat, PageTableFormat, bool> SameOperations,
    string Source,
    bool Uncertain = false
) : DriverRule(Since, Text, Source, Uncertain);
