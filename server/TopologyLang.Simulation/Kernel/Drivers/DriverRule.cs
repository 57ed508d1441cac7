using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// A line of the driver table that holds from one kernel version on, until the next line of its column.
/// </summary>
public abstract record DriverRule(KernelVersion Since, string Text, string Source, bool Uncertain)
{
    /// <summary>The rule holds only in kernels with this fix, from <see cref="Since"/> on; null: in all.</summary>
    public Fix? With { get; init; }

    public bool IsIn(KernelVersion kernel) => kernel >= Since && With?.IsIn(kernel) != false;

    /// <summary>A rule of the oldest known version is older than the table, so no version is named.</summary>
    public Reason ToReason() =>
        With is { } fix
            ? new(Text, Source, fix.Mainline, Uncertain) { Fix = fix.Name }
            : new(Text, Source, Since > KernelVersions.OldestKnown ? Since : null, Uncertain);
}
