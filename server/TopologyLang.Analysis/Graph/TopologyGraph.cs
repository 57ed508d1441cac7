using System.Collections.Immutable;
using TopologyLang.Analysis.Locations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Graph;

/// <summary>The kinds of nodes, in the order in which a request of a device meets them.</summary>
public enum GraphNodeKind
{
    Device,
    Iommu,
    Domain,
    Guest,
    Memory,
}

public enum GraphEdgeKind
{
    /// <summary>The way of a device's requests.</summary>
    Dma,

    /// <summary>Declared and not in use now: a device given to a guest that does not hold it, say.</summary>
    Declared,
}

/// <summary>What the programs of a device came to, the worst of them last.</summary>
public enum GraphStatus
{
    None,
    Coherent,
    Undecided,
    Error,
    Stale,
}

/// <summary>A host with everything on it. Its nodes name it.</summary>
public sealed record GraphHost(string Name, string Label, SourceRange Where);

/// <param name="Id">Unique in the graph: kind and name.</param>
/// <param name="Lines">What is worth knowing of it, a few short lines.</param>
/// <param name="Box">Of a device: its box in the coherence matrix.</param>
/// <param name="Status">Of a device: the worst verdict of its programs; of the others: of the devices whose requests go
/// through them.</param>
/// <param name="Where">Its name in the text; the host's for the host's memory.</param>
/// <param name="Declaration">The whole declaration.</param>
public sealed record GraphNode(
    string Id,
    GraphNodeKind Kind,
    string Name,
    string Host,
    ImmutableArray<string> Lines,
    int? Box,
    GraphStatus Status,
    SourceRange Where,
    SourceRange Declaration
)
{
    /// <summary>Of a device: why it is in its box, or in none, first link first.</summary>
    public ImmutableArray<Reason> Why { get; init; } = [];
}

/// <param name="Devices">The devices whose requests take it.</param>
public sealed record GraphEdge(
    string From,
    string To,
    GraphEdgeKind Kind,
    string Label,
    GraphStatus Status,
    ImmutableArray<string> Devices
);

/// <summary>A machine as a drawing shows it, at the end of one timeline.</summary>
/// <param name="Scenario">Null for the set-up that the declarations imply.</param>
public sealed record TopologyGraph(
    string? Scenario,
    ImmutableArray<GraphHost> Hosts,
    ImmutableArray<GraphNode> Nodes,
    ImmutableArray<GraphEdge> Edges
)
{
    public static string Id(GraphNodeKind kind, string name) => $"{kind.ToString().ToLowerInvariant()} {name}";
}
