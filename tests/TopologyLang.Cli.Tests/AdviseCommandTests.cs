using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

public sealed class AdviseCommandTests : IDisposable
{
    private const string Machine = """
        host desk { kernel = 6.8 }
        iommu main on desk { model = intel_vtd  snoop_control = yes }
        device nic behind main { bus = pcie 0000:03:00.0 }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Says_of_each_device_whether_it_can_be_passed_through()
    {
        var topo = await Topo.RunAsync("advise", folder.Write("a.topo", Machine));

        Assert.Equal((0, ""), (topo.ExitCode, topo.Error));
        Assert.StartsWith(
            "nic (0000:03:00.0) on desk, Linux 6.8: safe if nic has no ATS\n",
            topo.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Json_has_the_same()
    {
        var topo = await Topo.RunAsync("advise", folder.Write("a.topo", Machine), "--format", "json");

        var advice = Assert.Single(JArray.Parse(topo.Out));
        Assert.Equal(
            ("safe", "ok", 1),
            ((string)advice["suitability"]!, (string)advice["attach"]!, (int)advice["box"]!)
        );
        Assert.Equal(["nic has no ATS"], advice["conditions"]!.Select(one => (string)one!));
    }

    [Fact]
    public async Task A_file_with_errors_gets_no_advice_that_could_be_wrong()
    {
        var file = folder.Write(
            "a.topo",
            Machine.Replace("intel_vtd", "intel_vtd  snop_control = no", StringComparison.Ordinal)
        );

        var topo = await Topo.RunAsync("advise", file);

        Assert.Equal(
            (1, "", $"topo: {file} has errors, and advice on it could be wrong; see 'topo check {file}'\n"),
            (topo.ExitCode, topo.Out, topo.Error)
        );
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_named()
    {
        var file = folder.Write("a.topo", Machine);

        var topo = await Topo.RunAsync("advise", file, "--device", "gpu");

        Assert.Equal((2, $"topo: {file} has no device 'gpu'\n"), (topo.ExitCode, topo.Error));
    }
}
