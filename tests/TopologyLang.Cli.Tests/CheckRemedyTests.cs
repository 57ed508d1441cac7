using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

/// <summary><c>topo check --remedies</c>: of how many findings remedies are looked for.</summary>
public class CheckRemedyTests
{
    private const string Note = "of 1 finding no remedies were looked for (--remedies all does)";

    [Theory]
    [InlineData("0", 0, "of 2 findings no remedies were looked for (--remedies all does)")]
    [InlineData("1", 1, Note)]
    [InlineData("2", 2, null)]
    [InlineData("all", 2, null)]
    public async Task The_first_findings_have_remedies_and_a_note_counts_the_others(
        string remedies,
        int withRemedies,
        string? note
    )
    {
        using var folder = new TemporaryFolder();
        var files = new[] { folder.Write("a.topo", Stale("a")), folder.Write("b.topo", Stale("b")) };

        var result = await Topo.RunAsync(["check", .. files, "--remedies", remedies]);

        var findings = result
            .Out.Split("\n\n")
            .Where(finding => finding.Contains("warning TOPO4001", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(2, findings.Count);
        Assert.Equal(
            Enumerable.Range(0, 2).Select(index => index < withRemedies),
            findings.Select(finding => finding.Contains("fix: `", StringComparison.Ordinal))
        );
        Assert.Equal(
            note ?? "",
            result.Out.Split('\n').FirstOrDefault(line => line.StartsWith("of ", StringComparison.Ordinal)) ?? ""
        );
    }

    [Fact]
    public async Task Without_the_option_one_file_gets_all_of_them()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Write("a.topo", Stale("a")));

        Assert.DoesNotContain("no remedies were looked for", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_leaves_the_key_out_where_nothing_was_looked_for()
    {
        using var folder = new TemporaryFolder();
        var files = new[] { folder.Write("a.topo", Stale("a")), folder.Write("b.topo", Stale("b")) };

        var json = JObject.Parse((await Topo.RunAsync(["check", .. files, "--remedies", "1", "--format", "json"])).Out);

        Assert.Equal(1, (int)json["remediesNotSearched"]!);
        Assert.Equal([true, false], json["programs"]!.Select(program => program["remedies"] is JArray { Count: > 0 }));
        Assert.Equal(
            [true, false],
            json["diagnostics"]!
                .Where(one => (string?)one["code"] == "TOPO4001")
                .Select(one => one["remedies"] is JArray { Count: > 0 })
        );
    }

    private static string Stale(string host) =>
        $$"""
            host {{host}} { kernel = 6.8 }
            iommu {{host}}_unit on {{host}} { model = intel_vtd  snoop_control = no }
            device {{host}}_card behind {{host}}_unit { bus = pcie 0000:00:02.0  no_snoop = used }
            domain {{host}}_space on {{host}} { api = dma_api  attach = [{{host}}_card] }
            program {{host}}_flip on {{host}} using {{host}}_card {
              buffer fb = 4KiB wb
              cpu 0 write fb
              dma read fb no_snoop
            }

            """;
}
