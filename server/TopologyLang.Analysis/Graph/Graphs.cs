using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;

namespace TopologyLang.Analysis.Graph;

/// <summary>A file's machines as graphs.</summary>
public static class Graphs
{
    /// <summary>
    /// One graph for the set-up that the declarations imply, hosts side by side; in a file with scenarios one for each,
    /// as at its end.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<TopologyGraph> Of(FileAnalysis analysis, CancellationToken cancellation = default) =>
        [
            .. from timeline in analysis.System.Timelines
            group Of(analysis, timeline, cancellation) by timeline.Scenario into parts
            select new TopologyGraph(
                parts.Key,
                [.. parts.SelectMany(part => part.Hosts)],
                [.. parts.SelectMany(part => part.Nodes)],
                [.. parts.SelectMany(part => part.Edges)]
            ),
        ];

    private static TopologyGraph Of(FileAnalysis analysis, SimulatedTimeline timeline, CancellationToken cancellation)
    {
        var nodes = new GraphNodes(analysis, timeline, cancellation);
        var edges = new DmaRoutes(timeline, nodes.StatusOf, cancellation).Edges;
        var worst = edges
            .Where(edge => edge.Kind == GraphEdgeKind.Dma)
            .SelectMany(edge => new[] { (Node: edge.From, edge.Status), (Node: edge.To, edge.Status) })
            .GroupBy(end => end.Node)
            .ToDictionary(ends => ends.Key, ends => ends.Max(end => end.Status), StringComparer.Ordinal);
        var weighed = nodes
            .All.Where(node => node.Kind != GraphNodeKind.Memory || worst.ContainsKey(node.Id))
            .Select(node =>
                node.Kind == GraphNodeKind.Device ? node : node with { Status = worst.GetValueOrDefault(node.Id) }
            );
        return new TopologyGraph(timeline.Scenario, [.. nodes.Hosts], [.. weighed], edges);
    }
}
