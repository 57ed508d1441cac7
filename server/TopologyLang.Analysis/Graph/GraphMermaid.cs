using System.Globalization;
using System.Text;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Analysis.Graph;

/// <summary>
/// A Mermaid flowchart. Labels stand in quotes; identifiers are numbers, as names may be words
/// of Mermaid's own.
/// </summary>
public static class GraphMermaid
{
    public static string Of(TopologyGraph graph)
    {
        var identifiers = graph
            .Nodes.Select((node, index) => (node.Id, index))
            .ToDictionary(pair => pair.Id, pair => $"n{pair.index}", StringComparer.Ordinal);
        var nodes = graph.Nodes.ToLookup(node => node.Host, StringComparer.Ordinal);
        var text = new StringBuilder();
        text.AppendLine("flowchart LR");
        foreach (var (host, index) in graph.Hosts.Select((host, index) => (host, index)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  subgraph h{index} [{Quoted(host.Label)}]");
            foreach (var node in nodes[host.Name])
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"    {identifiers[node.Id]}[{Label(node)}]:::{GraphWords.Of(node.Status)}"
                );
            }

            text.AppendLine("  end");
        }

        foreach (var edge in graph.Edges)
        {
            var arrow =
                edge.Kind == GraphEdgeKind.Declared ? "-.->"
                : edge.Status == GraphStatus.Stale ? "==>"
                : "-->";
            var label = edge.Label.Length == 0 ? "" : $"|{Quoted(edge.Label)}|";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {identifiers[edge.From]} {arrow}{label} {identifiers[edge.To]}"
            );
        }

        text.AppendLine("  classDef none stroke:#6b7280");
        text.AppendLine("  classDef coherent stroke:#15803d,stroke-width:2px");
        text.AppendLine("  classDef undecided stroke:#b45309,stroke-width:2px");
        text.AppendLine("  classDef error stroke:#b45309,stroke-width:2px");
        text.AppendLine("  classDef stale stroke:#b91c1c,stroke-width:3px");
        return text.ToString();
    }

    private static string Label(GraphNode node) =>
        $"\"{string.Join("<br/>", node.Lines.Prepend(node.Name).Select(MermaidText.Escape))}\"";

    private static string Quoted(string text) => $"\"{MermaidText.Escape(text)}\"";
}
