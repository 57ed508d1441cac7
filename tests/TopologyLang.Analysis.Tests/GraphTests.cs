using System.Xml.Linq;
using TopologyLang.Analysis.Graph;

namespace TopologyLang.Analysis.Tests;

public class GraphTests
{
    private const string Flip = """
        program flip in vm using igpu {
          buffer fb = 4KiB wb
          cpu 0 write fb
          dma read fb no_snoop
        }

        """;

    [Fact]
    public void A_device_s_requests_go_through_its_iommu_and_its_domain_to_the_guest_that_holds_it() =>
        Assert.Equal(
            [
                "device igpu -> iommu gfx: ✗ stale",
                "iommu gfx -> domain space: ✗ stale",
                "domain space -> guest vm: ✗ stale",
            ],
            Edges(Single(Checked.Machine + Flip))
        );

    [Fact]
    public void A_device_in_its_default_domain_reaches_the_host_s_memory() =>
        Assert.Equal(
            ["device nic -> memory desk: "],
            Edges(
                Single(
                    "host desk { kernel = 6.8 }\ndevice nic on desk { bus = pcie 0000:03:00.0 }\nexpect nic in box 3\n"
                )
            )
        );

    [Fact]
    public void A_guest_that_lost_its_device_is_still_joined_to_it_by_a_broken_line()
    {
        var graph = Single(
            $"{Checked.Machine}scenario unplug {{\n  attach igpu to space\n  detach igpu from space\n}}\n"
        );

        Assert.Equal("unplug", graph.Scenario);
        Assert.Contains("device igpu -> guest vm: not held now", Edges(graph));
    }

    [Fact]
    public void Nodes_say_what_is_worth_knowing() =>
        Assert.Equal(
            [
                "igpu: pcie 0000:00:02.0, no_snoop used, box 3",
                "gfx: intel_vtd",
                "space: vfio_type1, does not enforce",
                "vm: wbinvd emulated, guest PAT honoured",
            ],
            Single(Checked.Machine + Flip).Nodes.Select(node => $"{node.Name}: {string.Join(", ", node.Lines)}")
        );

    [Fact]
    public void A_host_in_a_guest_and_its_devices_say_what_they_are()
    {
        var graph = Single(
            $$"""
            {{Checked.Machine}}host inner in vm { kernel = 6.12 }
            device inner_gpu on inner { bus = pcie 0000:00:05.0  outer = igpu }
            """
        );

        Assert.Equal("inner: x86_64, Linux 6.12, in vm", graph.Hosts[1].Label);
        Assert.Contains("is igpu", graph.Nodes.Single(node => node.Name == "inner_gpu").Lines);
    }

    [Fact]
    public void The_drawing_is_a_document_of_its_own_with_every_node_in_it()
    {
        var graph = Single(Checked.Machine + Flip);

        var svg = XDocument.Parse(GraphSvg.Of(graph));

        var texts = svg.Descendants()
            .Where(element => element.Name.LocalName == "text")
            .Select(element => element.Value)
            .ToArray();
        Assert.Empty(
            new[] { "device igpu", "IOMMU gfx", "domain space", "guest vm", "desk: x86_64, Linux 6.8" }.Except(texts)
        );
    }

    [Fact]
    public void Labels_cannot_break_out_of_a_drawing()
    {
        var graph = Single(Checked.Machine);
        var hostile = graph with
        {
            Nodes = [.. graph.Nodes.Select(node => node with { Name = "\"]<script>\\", Lines = ["</svg>"] })],
        };

        Assert.NotNull(XDocument.Parse(GraphSvg.Of(hostile)).Root);
        Assert.DoesNotContain("<script>", GraphSvg.Of(hostile) + GraphMermaid.Of(hostile), StringComparison.Ordinal);
        Assert.Contains("label = \"\\\"]<script>\\\\\\n</svg>\"", GraphDot.Of(hostile), StringComparison.Ordinal);
    }

    private static TopologyGraph Single(string text) => Assert.Single(Graphs.Of(Checked.Text(text)));

    private static IEnumerable<string> Edges(TopologyGraph graph) =>
        graph.Edges.Select(edge => $"{edge.From} -> {edge.To}: {edge.Label}");
}
