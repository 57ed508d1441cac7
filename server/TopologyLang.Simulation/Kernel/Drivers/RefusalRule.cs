using TopologyLang.Simulation.Kernel.Versions;
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
    /// <summary>Kernels with this fix do not refuse so any more; null: the version alone decides.</summary>
    public Fix? EndsWith { get; init; }

    public bool AppliesTo(KernelVersion kernel) =>
        IsIn(kernel) && (Until is not { } until || kernel < until) && EndsWith?.IsIn(kernel) != true;
}
