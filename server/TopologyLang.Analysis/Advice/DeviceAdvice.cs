using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Advice;

/// <summary>Can the device be passed through on this machine and kernel? The worst answer last.</summary>
public enum Suitability
{
    /// <summary>Its DMA cannot bypass the caches: wbinvd and mapping types of the guest do not matter.</summary>
    Safe,

    /// <summary>
    /// It works with a guest driver that keeps caches and DMA together; a driver that does not reads stale data.
    /// </summary>
    NeedsCare,

    /// <summary>Something that the simulation depends on is not known.</summary>
    Unknown,

    /// <summary>Stale data or another guest's data can be read, whatever the guest's driver does.</summary>
    Unsafe,

    /// <summary>Linux refuses it.</summary>
    Refused,
}

/// <summary>A device as it would be if it were given to a guest of its own, with nothing else given away.</summary>
/// <param name="Kernel">The version under which it was simulated.</param>
/// <param name="Attach"><c>ok</c> or an errno.</param>
/// <param name="Wbinvd">What the guest's wbinvd does: <c>emulated</c>, <c>nop</c>, ...; null where it is
/// refused.</param>
/// <param name="GuestPat"><c>honoured</c>, <c>ignored</c> or <c>n/a</c>; null where it is refused.</param>
/// <param name="Hazards">Of the three built-in programs those that read stale data: <c>driver-to-device: stale
/// device_reads_stale</c>.</param>
/// <param name="Changes">What would make the answer a better one, each simulated.</param>
/// <param name="Why">The link that decided comes last.</param>
public sealed record DeviceAdvice(
    string Device,
    string? Address,
    string Host,
    string Kernel,
    Suitability Suitability,
    string Attach,
    bool? Enforced,
    int? Box,
    string? Wbinvd,
    string? GuestPat,
    ImmutableArray<string> Hazards,
    ImmutableArray<string> Changes,
    ImmutableArray<Reason> Why
)
{
    /// <summary>
    /// What the file does not say, and a better answer than "unsafe" rests on: <c>nic has no ATS</c>. Empty where it
    /// holds as it stands.
    /// </summary>
    public ImmutableArray<string> Conditions { get; init; } = [];
}
