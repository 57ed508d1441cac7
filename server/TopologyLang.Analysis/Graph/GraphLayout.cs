using System.Collections.Immutable;

namespace TopologyLang.Analysis.Graph;

/// <summary>A place in a drawing, in pixels.</summary>
internal readonly record struct Box(int Left, int Top, int Width, int Height)
{
    public int Right => Left + Width;

    public int Bottom => Top + Height;

    public int Middle => Top + (Height / 2);
}

/// <summary>
/// Hosts one below the other; in each the kinds of nodes in columns from left to right, as a request meets them. Within
/// a column the nodes stand in the order of the nodes that lead to them, which keeps most lines from crossing.
/// </summary>
internal sealed class GraphLayout
{
    private const int NodeWidth = 190;
    private const int LineHeight = 17;
    private const int ColumnGap = 110;
    private const int RowGap = 18;
    private const int Margin = 24;
    private const int Title = 34;

    private readonly ILookup<string, GraphNode> nodesOf;
    private readonly ILookup<string, string> sourcesOf;

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GraphLayout(TopologyGraph graph, CancellationToken cancellation)
    {
        nodesOf = graph.Nodes.ToLookup(node => node.Host, StringComparer.Ordinal);
        sourcesOf = graph.Edges.ToLookup(edge => edge.To, edge => edge.From, StringComparer.Ordinal);
        var top = Margin;
        foreach (var host in graph.Hosts)
        {
            cancellation.ThrowIfCancellationRequested();
            top = Place(host, top) + Margin;
        }

        Height = top;
        Width = Hosts.Values.Select(box => box.Right).DefaultIfEmpty(0).Max() + Margin;
    }

    public int Width { get; }

    public int Height { get; }

    public Dictionary<string, Box> Hosts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Box> Nodes { get; } = new(StringComparer.Ordinal);

    /// <returns>The lower end of the host's frame.</returns>
    private int Place(GraphHost host, int top)
    {
        var columns = Columns(host);
        var (left, bottom) = (2 * Margin, top + Title);
        foreach (var column in columns)
        {
            var y = top + Title;
            foreach (var node in column)
            {
                Nodes[node.Id] = new Box(left, y, NodeWidth, ((node.Lines.Length + 1) * LineHeight) + 14);
                y = Nodes[node.Id].Bottom + RowGap;
            }

            bottom = Math.Max(bottom, y - RowGap);
            left += NodeWidth + ColumnGap;
        }

        var width = Math.Max(left - ColumnGap, 2 * NodeWidth);
        Hosts[host.Name] = new Box(Margin, top, width, bottom + Margin - top);
        return bottom + Margin;
    }

    private List<ImmutableArray<GraphNode>> Columns(GraphHost host)
    {
        var columns = new List<ImmutableArray<GraphNode>>();
        var rank = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var kind in nodesOf[host.Name].GroupBy(node => ColumnOf(node.Kind)).OrderBy(kind => kind.Key))
        {
            ImmutableArray<GraphNode> column = [.. kind.OrderBy(node => Wanted(node, rank))];
            foreach (var (node, index) in column.Select((node, index) => (node, index)))
            {
                rank[node.Id] = index;
            }

            columns.Add(column);
        }

        return columns;
    }

    /// <summary>Guests and the host's memory share the last column: both are where requests end.</summary>
    private static int ColumnOf(GraphNodeKind kind) => (int)(kind == GraphNodeKind.Memory ? GraphNodeKind.Guest : kind);

    /// <summary>The mean place of the nodes that lead to it; one that nothing leads to comes last.</summary>
    private double Wanted(GraphNode node, Dictionary<string, double> rank) =>
        sourcesOf[node.Id]
            .Where(rank.ContainsKey)
            .Select(source => rank[source])
            .DefaultIfEmpty(node.Kind == GraphNodeKind.Device ? 0 : double.MaxValue)
            .Average();
}
