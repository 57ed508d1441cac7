using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

public class JsonOutputTests
{
    private const string Sample = """
        host desk { kernel = 6.8 }
        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        device uart on desk { bus = platform }
        domain space on desk { api = vfio_type1  attach = [igpu] }
        guest vm on desk { assign = [igpu via space] }
        program flip in vm using igpu {
          buffer fb = 4KiB wb
          cpu 0 write fb
          dma read fb no_snoop
        }
        expect flip stale
        expect igpu in box 1
        """;

    /// <summary>A default in the place of what is misspelt would be a guess.</summary>
    [Fact]
    public async Task A_kernel_that_is_not_understood_is_null()
    {
        var json = await CheckAsync("host desk { kernel = six }");

        Assert.Equal(JTokenType.Null, json["hosts"]![0]!["kernel"]!.Type);
        Assert.Equal(JTokenType.Null, json["hosts"]![0]!["simulatedAs"]!.Type);
    }

    [Fact]
    public async Task The_result_has_the_fixed_keys()
    {
        var json = await CheckAsync(Sample);

        Assert.Equal(1, (int)json["version"]!);
        Assert.Equal("desk x86_64 6.8", Joined(json["hosts"]![0]!, "name", "arch", "kernel"));
        Assert.Equal(
            "igpu 0000:00:02.0 3 gfx used",
            Joined(json["devices"]![0]!, "name", "address", "box", "iommu", "noSnoop")
        );
        Assert.Equal(
            "space True False 1",
            Joined(json["domains"]![0]!, "name", "iommuCache", "enforced", "hardwareDomains")
        );
        Assert.Equal("attach igpu space ok", Joined(json["operations"]![0]!, "op", "device", "domain", "result"));
        Assert.Equal(
            "vm True emulated honoured",
            Joined(json["guests"]![0]!, "name", "noncoherentDma", "wbinvd", "guestPat")
        );
        Assert.Equal(
            "flip 0 stale device_reads_stale 2",
            Joined(json["programs"]![0]!, "name", "run", "verdict", "hazard", "length")
        );
        Assert.Equal("12 flip stale True", Joined(json["expectations"]![0]!, "line", "text", "met"));
        Assert.Equal("13 igpu in box 1 False", Joined(json["expectations"]![1]!, "line", "text", "met"));
    }

    [Fact]
    public async Task A_program_that_is_not_understood_is_there_as_an_error_and_its_expectation_as_unmet()
    {
        var json = await CheckAsync(Sample.Replace("dma read", "dma reed", StringComparison.Ordinal));

        var program = Assert.Single(json["programs"]!, program => !(bool)program["builtIn"]!);
        Assert.Equal("flip error", Joined(program, "name", "verdict"));
        Assert.StartsWith("line 10 is not understood", (string)program["why"]!, StringComparison.Ordinal);
        var flip = Assert.Single(json["expectations"]!, expectation => (string)expectation["text"]! == "flip stale");
        Assert.Equal("12 False", Joined(flip, "line", "met"));
        Assert.Equal([12, 13], json["expectations"]!.Select(expectation => (int)expectation["line"]!));
    }

    [Fact]
    public async Task A_device_that_is_no_pcie_function_has_no_box()
    {
        var uart = (await CheckAsync(Sample))["devices"]![1]!;

        Assert.Equal(JTokenType.Null, uart["box"]!.Type);
        Assert.Equal(JTokenType.Null, uart["address"]!.Type);
    }

    [Fact]
    public async Task A_run_names_actors_actions_and_lines()
    {
        var trace = (await CheckAsync(Sample))["programs"]![0]!["trace"]!;

        Assert.Equal(
            ["cpu0 write fb 9", "igpu dma read fb 10"],
            trace.Select(step => Joined(step, "actor", "action", "buffer", "line"))
        );
    }

    [Fact]
    public async Task Remedies_are_verified_and_have_their_line()
    {
        var remedies = (await CheckAsync(Sample))["programs"]![0]!["remedies"]!;

        Assert.Contains(
            "insert cpu 0 wbinvd 10 True",
            remedies.Select(remedy => Joined(remedy, "kind", "text", "line", "verified"))
        );
    }

    [Fact]
    public async Task A_remedy_has_the_edits_that_make_it_up()
    {
        var json = await CheckAsync(Sample);
        var remedy = json["programs"]![0]!["remedies"]!.Single(remedy => (string?)remedy["text"] == "cpu 0 wbinvd");
        var finding = json["diagnostics"]!.Single(finding => (int)finding["line"]! == 10);

        Assert.Equal(
            "10 3 10 3 cpu 0 wbinvd\n  ",
            Joined(Assert.Single(remedy["edits"]!), "line", "column", "endLine", "endColumn", "newText")
        );
        Assert.Contains(finding["remedies"]!, one => JToken.DeepEquals(one, remedy));
    }

    [Fact]
    public async Task Findings_have_their_range()
    {
        var json = await CheckAsync(Sample);
        var unmet = json["diagnostics"]!.Single(finding => (string?)finding["code"] == "TOPO5001");

        Assert.Equal("13 1 13 21 error", Joined(unmet, "line", "column", "endLine", "endColumn", "severity"));
    }

    [Fact]
    public async Task Sarif_has_the_same_findings()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a b.topo", Sample);
        var json = JObject.Parse((await Topo.RunAsync("check", file, "--format", "json")).Out);

        var run = JObject.Parse((await Topo.RunAsync("check", file, "--format", "sarif")).Out)["runs"]![0]!;

        Assert.Equal(
            json["diagnostics"]!.Select(finding => (string?)finding["code"]),
            run["results"]!.Select(result => (string?)result["ruleId"])
        );
        Assert.Equal(["warning", "note", "error"], run["results"]!.Select(result => (string?)result["level"]));
        var location = run["results"]![1]!["locations"]![0]!["physicalLocation"]!;
        Assert.EndsWith("/a%20b.topo", (string?)location["artifactLocation"]!["uri"], StringComparison.Ordinal);
        Assert.Equal("10 3 10 23", Joined(location["region"]!, "startLine", "startColumn", "endLine", "endColumn"));
    }

    [Fact]
    public async Task Each_scenario_reports_its_own_end()
    {
        var json = await CheckAsync(
            """
            host desk { kernel = 6.8 }
            iommu main on desk { model = intel_vtd  snoop_control = yes }
            device nic behind main { bus = pcie 0000:03:00.0 }
            domain space on desk { api = vfio_type1 }
            scenario on { attach nic to space }
            scenario off {
              attach nic to space
              detach nic from space
            }
            """
        );

        Assert.Equal(
            ["on nic 1", "off nic 3"],
            json["devices"]!.Select(device => Joined(device, "scenario", "name", "box"))
        );
        Assert.Equal(
            ["on attach ok", "off attach ok", "off detach ok"],
            json["operations"]!.Select(item => Joined(item, "scenario", "op", "result"))
        );
    }

    private static async Task<JObject> CheckAsync(string text)
    {
        using var folder = new TemporaryFolder();
        var result = await Topo.RunAsync("check", folder.Write("a.topo", text), "--format", "json");
        Assert.Empty(result.Error);
        return JObject.Parse(result.Out);
    }

    private static string Joined(JToken item, params string[] keys) =>
        string.Join(' ', keys.Select(key => item[key]!.ToString()));
}
