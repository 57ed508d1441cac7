using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>A device is not attached to a page table.</summary>
public sealed record AttachRule(
    KernelVersion Since,
    KernelVersion? Until,
    string Text,
    Func<HardwareDomain, UnitContext, bool> Refuses,
    string Errno,
    string Source,
    bool Uncertain = false
) : RefusalRule(Since, Until, Text, Errno, Source, Uncertain);
