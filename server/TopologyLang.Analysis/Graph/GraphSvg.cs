using System.Globalization;
using System.Text;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Analysis.Graph;

/// <summary>
/// A drawing that stands alone: no script, no fonts or pictures from elsewhere. Follows the reader's light or dark
/// scheme. All text is escaped.
/// </summary>
public static class GraphSvg
{
    private const int FontSize = 13;
    private const int LineHeight = 17;

    private const string Style = """
        <style>
          svg { --text: #1f2937; --soft: #6b7280; --paper: #ffffff; --card: #f9fafb; --good: #15803d; --bad: #b91c1c; --open: #b45309;
                font-family: system-ui, sans-serif; background: var(--paper) }
          @media (prefers-color-scheme: dark) {
            svg { --text: #e5e7eb; --soft: #9ca3af; --paper: #111827; --card: #1f2937; --good: #4ade80; --bad: #f87171; --open: #fbbf24 } }
          text { fill: var(--text); font-size: 13px }
          .name { font-weight: 600 } .soft { fill: var(--soft) } .title { font-size: 14px; font-weight: 600 }
          rect { fill: var(--card); stroke: var(--soft) } .host { fill: none; stroke-dasharray: 2 3 }
          path { fill: none; stroke: var(--soft); stroke-width: 1.5 } .declared { stroke-dasharray: 5 4 }
          .coherent { stroke: var(--good); stroke-width: 2 } .stale { stroke: var(--bad); stroke-width: 3 }
          .undecided, .error { stroke: var(--open); stroke-width: 2; stroke-dasharray: 8 3 }
          .label { font-size: 12px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px }
        </style>
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
          <path d="M0 0 L8 4 L0 8" style="stroke: context-stroke; stroke-width: 1.5"/></marker></defs>
        """;

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static string Of(TopologyGraph graph, CancellationToken cancellation = default)
    {
        var layout = new GraphLayout(graph, cancellation);
        var svg = new StringBuilder();
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{layout.Width}" height="{layout.Height}" viewBox="0 0 {layout.Width} {layout.Height}" role="img">
            """
        );
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<title>{Escaped(graph.Scenario is { } name ? $"scenario {name}, at its end" : "topology")}</title>"
        );
        svg.AppendLine(Style);
        foreach (var host in graph.Hosts)
        {
            AppendHost(svg, host, layout.Hosts[host.Name]);
        }

        foreach (var edge in graph.Edges)
        {
            AppendEdge(svg, edge, layout.Nodes[edge.From], layout.Nodes[edge.To]);
        }

        foreach (var node in graph.Nodes)
        {
            AppendNode(svg, node, layout.Nodes[node.Id]);
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static void AppendHost(StringBuilder svg, GraphHost host, Box box)
    {
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""<rect class="host" x="{box.Left}" y="{box.Top}" width="{box.Width}" height="{box.Height}" rx="10"/>"""
        );
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""<text class="title" x="{box.Left + 14}" y="{box.Top + 22}">{Escaped(host.Label)}</text>"""
        );
    }

    private static void AppendNode(StringBuilder svg, GraphNode node, Box box)
    {
        var status = GraphWords.Of(node.Status);
        svg.AppendLine(CultureInfo.InvariantCulture, $"<g><title>{Escaped(Spoken(node))}</title>");
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""<rect class="{status}" x="{box.Left}" y="{box.Top}" width="{box.Width}" height="{box.Height}" rx="6"/>"""
        );
        var heading = $"{GraphWords.Of(node.Kind)} {node.Name}".Trim();
        AppendText(
            svg,
            "name",
            box.Left + 10,
            box.Top + FontSize + 6,
            node.Kind == GraphNodeKind.Memory ? node.Name : heading
        );
        if (node.Status != GraphStatus.None)
        {
            AppendText(svg, "name", box.Right - 20, box.Top + FontSize + 6, GraphWords.Sign(node.Status));
        }

        for (var line = 0; line < node.Lines.Length; line++)
        {
            AppendText(
                svg,
                "soft",
                box.Left + 10,
                box.Top + FontSize + 6 + ((line + 1) * LineHeight),
                node.Lines[line]
            );
        }

        svg.AppendLine("</g>");
    }

    /// <summary>
    /// Straight curves from right to left side; a line back or within a column goes the same way, around.
    /// </summary>
    private static void AppendEdge(StringBuilder svg, GraphEdge edge, Box from, Box to)
    {
        var bend = Math.Max(40, Math.Abs(to.Left - from.Right) / 2);
        var kind = edge.Kind == GraphEdgeKind.Declared ? "declared" : GraphWords.Of(edge.Status);
        var line =
            $"M{from.Right} {from.Middle} C{from.Right + bend} {from.Middle} {to.Left - bend} {to.Middle} {to.Left} "
            + $"{to.Middle}";
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<path class="{kind}" d="{line}" marker-end="url(#tip)"/>""");
        if (edge.Label.Length > 0)
        {
            var (x, y) = ((from.Right + to.Left) / 2, ((from.Middle + to.Middle) / 2) - 6);
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"""<text class="label" text-anchor="middle" x="{x}" y="{y}">{Escaped(edge.Label)}</text>"""
            );
        }
    }

    private static void AppendText(StringBuilder svg, string style, int x, int y, string text) =>
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"""<text class="{style}" x="{x}" y="{y}">{Escaped(text)}</text>"""
        );

    private static string Spoken(GraphNode node) =>
        string.Join(
            ", ",
            node.Lines.Prepend($"{GraphWords.Of(node.Kind)} {node.Name}")
                .Append(node.Status == GraphStatus.None ? "" : GraphWords.Of(node.Status))
                .Where(part => part.Length > 0)
        );

    private static string Escaped(string text) => XmlText.Escape(text);
}
