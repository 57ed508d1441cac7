using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>A line of the driver table that holds from one kernel version on, until the next line of its column.</summary>
public abstract record DriverRule(KernelVersion Since, string Text, string Source, bool Uncertain)
{
    /// <summary>A rule of the oldest known version is older than the table, so no version is named.</summary>
    public Reason ToReason() => new(Text, Source, Since > KernelVersions.OldestKnown ? Since : null, Uncertain);
}
