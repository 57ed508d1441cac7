using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

public class SimulateCommandTests
{
    private const string Machine = """
        host desk { }
        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        domain space on desk { api = vfio_type1  attach = [igpu] }
        guest vm on desk { assign = [igpu via space] }

        """;

    private const string Stale =
        Machine
        + """
            program flip in vm using igpu {
              buffer fb = 4KiB wb
              cpu 0 write fb
              dma read fb no_snoop
            }

            """;

    private const string Two =
        Stale
        + """
            program flush in vm using igpu {
              buffer fb = 4KiB wb
              cpu 0 write fb
              cpu 0 clflush fb
              dma read fb no_snoop
            }

            """;

    [Fact]
    public async Task The_table_tells_every_run_and_the_exit_code_is_that_of_check()
    {
        var topo = await RunAsync(Two);

        Assert.Equal(1, topo.ExitCode);
        Assert.Contains("flip: stale device_reads_stale", topo.Out);
        Assert.Contains("igpu reads fb by DMA, past the caches, and gets initial contents from memory", topo.Out);
        Assert.Contains("flush: coherent", topo.Out);
    }

    [Fact]
    public async Task A_file_without_findings_exits_with_0() =>
        Assert.Equal(
            0,
            (await RunAsync(Two + "expect flip stale\nexpect igpu-page-recycle stale\n", "flush")).ExitCode
        );

    [Fact]
    public async Task Json_has_the_keys_that_are_promised()
    {
        var topo = await RunAsync(Stale, "flip", "--format", "json");

        var run = JObject.Parse(topo.Out)["runs"]![0]!;
        Assert.Equal(
            ["stale", "device_reads_stale", "default", "fb"],
            new[] { "verdict", "hazard", "profile", "buffer" }.Select(key => (string)run[key]!)
        );
        var step = run["steps"]![0]!;
        Assert.Equal(1, (int)step["number"]!);
        Assert.Equal("cpu 0", (string)step["actor"]!);
        Assert.False((bool)step["fromEnvironment"]!);
        Assert.Equal(8, (int)step["line"]!);
        Assert.Equal("fb version 1", (string)step["state"]!["caches"]![0]!["value"]!);
        Assert.Equal(["cache 0", "expected"], step["changed"]!.Select(cell => (string)cell!));
    }

    [Theory]
    [InlineData("svg", "<svg xmlns=")]
    [InlineData("mermaid", "sequenceDiagram")]
    public async Task A_picture_shows_one_run(string format, string start)
    {
        Assert.StartsWith(start, (await RunAsync(Two, "flip", "--format", format)).Out);

        var several = await RunAsync(Two, "--format", format);
        Assert.Equal(2, several.ExitCode);
        Assert.Equal(
            $"topo: {format} shows one run; choose one with PROGRAM, --scenario and --run from: "
                + "flip, flush, igpu-page-recycle, igpu-guest-sets-no-snoop",
            several.Error.TrimEnd()
        );
    }

    [Fact]
    public async Task A_run_of_a_scenario_is_chosen_by_its_number()
    {
        const string Scenario =
            "scenario twice {\n  attach igpu to space\n  run flip\n  kvm add igpu to vm\n  run flip\n}\n";

        var topo = await RunAsync(Stale + Scenario, "flip", "--scenario", "twice", "--run", "1", "--format", "json");

        Assert.Equal(1, (int)Assert.Single(JObject.Parse(topo.Out)["runs"]!)["run"]!);
    }

    [Fact]
    public async Task What_is_not_there_is_wrong_usage_and_says_what_is()
    {
        var topo = await RunAsync(Two, "flop");

        Assert.Equal(2, topo.ExitCode);
        Assert.EndsWith("there are: flip, flush, igpu-page-recycle, igpu-guest-sets-no-snoop", topo.Error.TrimEnd());
    }

    [Fact]
    public async Task Errors_of_the_file_are_told()
    {
        var topo = await RunAsync(Stale + "device other behind nowhere { }\n");

        Assert.Equal(1, topo.ExitCode);
        Assert.Contains("has 1 error;", topo.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_cannot_be_simulated() =>
        Assert.Equal(2, (await Topo.RunAsync("simulate", "nowhere.topo")).ExitCode);

    private static async Task<Topo> RunAsync(string text, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        return await Topo.RunAsync(["simulate", folder.Write("a.topo", text), .. arguments]);
    }
}
