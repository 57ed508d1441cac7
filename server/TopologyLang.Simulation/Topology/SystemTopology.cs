using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

/// <summary>
/// Everything that one file and its imports declare, resolved and with defaults filled in. Names are unique in their
/// kind, and every name that a record holds is declared: what could not be resolved was reported by the binder and is
/// left out here.
/// </summary>
public sealed record SystemTopology
{
    public static readonly SystemTopology Empty = new();

    public ImmutableArray<Host> Hosts { get; init; } = [];
    public ImmutableArray<Iommu> Iommus { get; init; } = [];
    public ImmutableArray<Device> Devices { get; init; } = [];
    public ImmutableArray<Domain> Domains { get; init; } = [];
    public ImmutableArray<Guest> Guests { get; init; } = [];
    public ImmutableArray<Program> Programs { get; init; } = [];
    public ImmutableArray<Scenario> Scenarios { get; init; } = [];
    public ImmutableArray<Expectation> Expectations { get; init; } = [];

    /// <summary>
    /// The file has a scenario, be it one that could not be understood and is left out of <see cref="Scenarios"/>: then
    /// nothing is set up by itself.
    /// </summary>
    public bool HasScenario { get; init; }

    /// <summary>
    /// What the file leaves open and the defaults take on the unsafe side; in the order of the declarations.
    /// </summary>
    public ImmutableArray<Assumption> Assumptions { get; init; } = [];
}
