using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>Which page-table format the driver makes.</summary>
/// <param name="Choose">The format, or null where the unit can do none.</param>
public sealed record FormatRule(
    KernelVersion Since,
    TableUse Use,
    string Text,
    Func<UnitContext, PageTableFormat?> Choose,
    string Source,
    bool Uncertain = false
) : DriverRule(Since, Text, Source, Uncertain);
