using Newtonsoft.Json.Linq;
using TopologyLang.Analysis.Files;

namespace TopologyLang.Cli.Tests;

public class ExplainCommandTests
{
    private const string Sample = """
        host desk { kernel = 6.8 }

        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        domain space on desk { api = vfio_type1  attach = [igpu] }
        expect igpu in box 3
        """;

    [Fact]
    public async Task A_line_is_explained_with_one_reason_a_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Sample);

        var result = await Topo.RunAsync("explain", $"{file}:6");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith(
            $"{file}:6: expect igpu in box 3\n  met: in box 3\n  Box 3: no-snoop is possible and not blocked.\n",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("\n    1. Enable No Snoop of igpu is 1", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "[drivers/iommu/intel/iommu.c:domain_support_force_snooping, fixed in 6.6.11, 6.7: "
                + "docs/kernel-versions.md#vtd-forces-empty-only]\n",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_same_is_there_as_json()
    {
        using var folder = new TemporaryFolder();

        var json = JObject.Parse(
            (await Topo.RunAsync("explain", "--format", "json", $"{folder.Write("a.topo", Sample)}:4")).Out
        );

        Assert.Equal(
            ["declaration", "property", "property"],
            json["things"]!.Take(3).Select(thing => (string)thing["kind"]!)
        );
        var box = json["things"]![0]!["explanations"]![0]!;
        Assert.StartsWith("Box 3", (string)box["answer"]!, StringComparison.Ordinal);
        Assert.Equal("PCI Express specification 7.5.3.4 (Enable No Snoop)", (string)box["chain"]![0]!["source"]!);
    }

    [Theory]
    [InlineData("FILE:0", "has 6 lines, counted from 1: there is no line 0")]
    [InlineData("FILE:7", "has 6 lines, counted from 1: there is no line 7")]
    [InlineData("FILE:2", "nothing stands on this line")]
    [InlineData("missing.topo:1", "missing.topo does not exist")]
    [InlineData("FILE", "is neither FILE:LINE")]
    [InlineData("FILE:x", "is neither FILE:LINE")]
    [InlineData("TOPO4999", "there is no finding TOPO4999")]
    public async Task What_cannot_be_explained_is_refused(string what, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Sample);

        var result = await Topo.RunAsync("explain", what.Replace("FILE", file, StringComparison.Ordinal));

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.StartsWith("topo: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TOPO4001")]
    [InlineData("topo4001")]
    public async Task A_code_is_explained_with_an_example(string code)
    {
        var result = await Topo.RunAsync("explain", code);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("TOPO4001: Stale data can be read\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("What to do: ", result.Out, StringComparison.Ordinal);
        Assert.Contains("    dma read fb no_snoop\n", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 120));
    }

    [Fact]
    public async Task Kernels_prints_a_row_a_change()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Sample.Replace("vfio_type1", "iommufd", StringComparison.Ordinal));

        var text = await Topo.RunAsync("kernels", file);
        var json = JObject.Parse((await Topo.RunAsync("kernels", file, "--format", "json")).Out);

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Contains(
            "  mainline\n  6.2      attach igpu to space  ENOENT -> ok ",
            text.Out,
            StringComparison.Ordinal
        );
        Assert.Equal("6.8", (string)json["hosts"]![0]!["kernel"]!);
        Assert.Equal("mainline", (string)json["changes"]![0]!["branch"]!);
        Assert.All(json["answers"]!, row => Assert.Equal(json["kernels"]!.Count(), row["values"]!.Count()));
        Assert.Equal(
            ["attach igpu to space", "space", "igpu-page-recycle"],
            json["changes"]!.Select(change => (string)change["subject"]!)
        );
    }

    [Fact]
    public async Task Kernels_of_a_missing_file_is_exit_code_2()
    {
        var result = await Topo.RunAsync("kernels", "missing.topo");

        Assert.Equal((2, "topo: missing.topo does not exist\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_finding_links_to_its_page_beside_the_executable()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", "host desk { kernl = 6.8 }\n");

        var rule = JObject.Parse((await Topo.RunAsync("check", "--format", "sarif", file)).Out)["runs"]![0]!["tool"]![
            "driver"
        ]!["rules"]![0]!;

        var page = FindingDocuments.Of("TOPO2003")!;
        Assert.StartsWith("file:///", page.OriginalString, StringComparison.Ordinal);
        Assert.Equal(page.AbsoluteUri, (string)rule["helpUri"]!);
        Assert.StartsWith("# TOPO2003: ", await File.ReadAllTextAsync(page.LocalPath), StringComparison.Ordinal);
        Assert.StartsWith("# TOPO2003: ", (string)rule["help"]!["markdown"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api = iommufd\n  coherent = no", true)]
    [InlineData("api = iommufd\n  map = [cached]", false)]
    public async Task A_property_of_a_proposal_is_called_experimental(string properties, bool experimental)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", $"host desk {{ }}\ndomain space on desk {{\n  {properties}\n}}\n");

        var result = await Topo.RunAsync("explain", $"{file}:4");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            experimental,
            result.Out.Contains("experimental: a proposal that no released kernel has", StringComparison.Ordinal)
        );
    }
}
