using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

/// <summary>What means the same is answered the same, and what is printed is what is counted.</summary>
public sealed class SameAnswerTests : IDisposable
{
    private const string StaleTwice = """
        host h { kernel = 6.12 }
        iommu i on h { model = intel_vtd  snoop_control = no }
        device d behind i { bus = pcie 0000:04:00.0  no_snoop = used }
        domain s on h { api = vfio_type1 }
        guest g on h { assign = [d via s] }
        program p in g using d {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b no_snoop
        }
        scenario x {
          attach d to s
          run p
          run p
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_checked_once_however_its_name_is_spelt()
    {
        var file = folder.Write("a.topo", "host h { }\n");

        var result = await Topo.RunAsync(
            "check",
            file,
            Path.Combine(folder.Path, ".", "a.topo"),
            Path.Combine(folder.Path, "none", "..", "a.topo")
        );

        Assert.EndsWith(
            "1 file: 0 errors, 0 warnings, 0 notes; 0 of 0 expectations met\n",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_related_place_is_named_once()
    {
        var sarif = JObject.Parse(
            (await Topo.RunAsync("check", "--format", "sarif", folder.Write("a.topo", StaleTwice))).Out
        );

        var places = sarif
            .SelectTokens("$.runs[0].results[?(@.ruleId == 'TOPO4001')].relatedLocations[*]")
            .Select(place =>
                $"{place.SelectToken("$.physicalLocation.region.startLine")} {place.SelectToken("$.message.text")}"
            );
        Assert.Equal(
            [
                "12 after this: stale information_leak",
                "5 d is assigned here",
                "13 run 0: stale device_reads_stale",
                "5 d is assigned here",
                "14 run 1: stale device_reads_stale",
            ],
            places
        );
    }

    [Fact]
    public async Task The_last_line_counts_every_finding_that_was_printed()
    {
        var result = await Topo.RunAsync(
            "check",
            folder.Write(
                "a.topo",
                """
                host h { kernel = 6.8 }
                iommu i on h { model = intel_vtd }
                device d behind i { bus = pcie 0000:03:00.0  no_snoop = hardwired_zero }
                program p on h using d {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  cpu 0 clflush b
                  cpu 0 fence
                  dma read b
                }
                """
            )
        );

        Assert.Contains("hint TOPO4006", result.Out, StringComparison.Ordinal);
        Assert.Contains("0 notes, 1 hint; ", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host ab { }", "host ac { }")]
    [InlineData("host ac { }", "host ab { }")]
    public async Task Of_two_names_that_are_equally_near_the_first_by_the_alphabet_is_meant(string one, string other)
    {
        var result = await Topo.RunAsync(
            "check",
            folder.Write("a.topo", $"{one}\n{other}\ndevice d on ad {{ bus = platform }}\n")
        );

        Assert.Contains("did you mean `ab`?", result.Out, StringComparison.Ordinal);
    }
}
