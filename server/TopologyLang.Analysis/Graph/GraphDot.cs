using System.Globalization;
using System.Text;

namespace TopologyLang.Analysis.Graph;

/// <summary>
/// Graphviz's language. Source of the quoting: Graphviz's manual, "The DOT Language": in quotes only " and \ are
/// special.
/// </summary>
public static class GraphDot
{
    private static readonly Dictionary<GraphStatus, string> Colours = new()
    {
        [GraphStatus.None] = "gray40",
        [GraphStatus.Coherent] = "darkgreen",
        [GraphStatus.Undecided] = "darkorange3",
        [GraphStatus.Error] = "darkorange3",
        [GraphStatus.Stale] = "red3",
    };

    public static string Of(TopologyGraph graph)
    {
        var nodes = graph.Nodes.ToLookup(node => node.Host, StringComparer.Ordinal);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"digraph {Quoted(graph.Scenario ?? "topology")} {{");
        text.AppendLine("  rankdir = LR");
        text.AppendLine("  node [shape = box, style = rounded, fontname = \"sans-serif\"]");
        text.AppendLine("  edge [fontname = \"sans-serif\"]");
        foreach (var host in graph.Hosts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  subgraph {Quoted($"cluster {host.Name}")} {{");
            text.AppendLine(CultureInfo.InvariantCulture, $"    label = {Quoted(host.Label)}");
            foreach (var node in nodes[host.Name])
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"    {Quoted(node.Id)} [label = {Label(node)}, color = {Colours[node.Status]}]"
                );
            }

            text.AppendLine("  }");
        }

        foreach (var edge in graph.Edges)
        {
            var style =
                edge.Kind == GraphEdgeKind.Declared ? "dashed"
                : edge.Status == GraphStatus.Stale ? "bold"
                : "solid";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {Quoted(edge.From)} -> {Quoted(edge.To)} [label = {Quoted(edge.Label)}, color = "
                    + $"{Colours[edge.Status]}, style = {style}]"
            );
        }

        return text.AppendLine("}").ToString();
    }

    private static string Label(GraphNode node) =>
        $"\"{string.Join("\\n", node.Lines.Prepend(node.Name).Select(Escaped))}\"";

    private static string Quoted(string text) => $"\"{Escaped(text)}\"";

    private static string Escaped(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
