using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

public class GraphCommandTests
{
    private const string Machine = """
        host desk { kernel = 6.8 }
        iommu main on desk { model = intel_vtd }
        device nic behind main { bus = pcie 0000:03:00.0 }
        scenario nothing {
        }
        """;

    [Theory]
    [InlineData("svg", "<svg")]
    [InlineData("dot", "digraph \"nothing\"")]
    [InlineData("mermaid", "flowchart LR")]
    [InlineData("json", "\"id\": \"device nic\"")]
    public async Task Draws_a_file_in_each_format(string format, string expected)
    {
        using var folder = new TemporaryFolder();

        var topo = await Topo.RunAsync("graph", folder.Write("a.topo", Machine), "--format", format);

        Assert.Equal((0, ""), (topo.ExitCode, topo.Error));
        Assert.Contains(expected, topo.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_names_the_place_of_each_node()
    {
        using var folder = new TemporaryFolder();

        var topo = await Topo.RunAsync("graph", folder.Write("a.topo", Machine), "--format", "json");

        var nic = JObject.Parse(topo.Out)["nodes"]!.Single(node => (string)node["id"]! == "device nic");
        Assert.Equal((3, 8), ((int)nic["where"]!["line"]!, (int)nic["where"]!["column"]!));
    }

    [Fact]
    public async Task A_scenario_that_is_not_there_is_named_with_those_that_are()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Machine);

        var topo = await Topo.RunAsync("graph", file, "--scenario", "unplug");

        Assert.Equal((2, $"topo: {file} has no scenario 'unplug'; it has nothing\n"), (topo.ExitCode, topo.Error));
    }
}
