using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>A condition under which the driver refuses to attach a device to a table. Several may hold at a time: the first one
/// answers.</summary>
/// <param name="Text">The condition in words, for people.</param>
/// <param name="Until">The first version that no longer refuses so; null: still.</param>
public sealed record AttachRule(
    KernelVersion Since,
    KernelVersion? Until,
    string Text,
    Func<HardwareDomain, UnitContext, bool> Refuses,
    string Errno,
    string Source,
    bool Uncertain = false)
    : DriverRule(Since, Text, Source, Uncertain)
{
    public bool AppliesTo(KernelVersion kernel) => kernel >= Since && (Until is not { } until || kernel < until);
}
