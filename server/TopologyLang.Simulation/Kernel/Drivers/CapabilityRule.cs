using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>What <c>capable()</c> answers to one capability.</summary>
/// <param name="Text">The answer in words, for people.</param>
/// <param name="Holds">The answer.</param>
public sealed record CapabilityRule(
    KernelVersion Since,
    string Text,
    Predicate<UnitContext> Holds,
    string Source,
    bool Uncertain = false
) : DriverRule(Since, Text, Source, Uncertain);
