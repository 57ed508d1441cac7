using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>What <c>enforce_cache_coherency()</c> answers for a table with these devices attached.</summary>
/// <param name="Format">The format that it is about; null: any.</param>
public sealed record EnforceRule(
    KernelVersion Since,
    PageTableFormat? Format,
    string Text,
    Func<HardwareDomain, ImmutableArray<UnitContext>, bool> Succeeds,
    string Source,
    bool Uncertain = false
) : DriverRule(Since, Text, Source, Uncertain);
