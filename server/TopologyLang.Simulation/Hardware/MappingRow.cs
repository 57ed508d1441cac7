using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>One row of <see cref="MappingTypes"/>; a null cell matches everything.</summary>
/// <param name="Since">Of the host's kernel: the first version in which it is so.</param>
public sealed record MappingRow(
    Architecture Architecture,
    ImmutableArray<MemoryType> Types,
    bool? InGuest,
    KernelVersion? Since,
    MappingEffect Effect,
    string Text,
    string Source,
    bool Uncertain = false
)
{
    /// <summary>What a CPU reads through the mapping may be old: it is for memory that is only written.</summary>
    public bool WriteOnly { get; init; }

    public bool Matches(Host host, bool inGuest, MemoryType type) =>
        Architecture == host.Architecture
        && Types.Contains(type)
        && (InGuest ?? inGuest) == inGuest
        && !(host.Kernel < Since);

    public Reason ToReason() => new(Text, Source, Since, Uncertain);
}
