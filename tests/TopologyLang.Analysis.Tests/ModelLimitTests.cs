using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// A coherent verdict names what the model leaves out that its program touches, and only that
/// (docs/model.md#what-the-model-leaves-out).
/// </summary>
public class ModelLimitTests
{
    private const string X86 = """
        host desk { kernel = 6.8  vendor = intel  cpus = 2 PROFILE }
        iommu main on desk { model = intel_vtd  snoop_control = yes }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used  ats = no }
        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used  ats = no }
        """;

    private const string Arm64 = """
        host board { kernel = 6.8  arch = arm64  cpus = 2 PROFILE }
        iommu smmu on board { model = arm_smmu_v3  coherent_walk = yes }
        device engine behind smmu { bus = platform  dma_coherent = no }
        device nic behind smmu { bus = platform  dma_coherent = yes }
        """;

    private const string Arm32 = """
        host board { kernel = 6.8  arch = arm  cpus = 1 PROFILE }
        device engine on board { bus = platform  dma_coherent = no }
        """;

    public static TheoryData<string, string, string> Programs =>
        new()
        {
            { X86, "on desk using nic | buffer b = 4KiB wb | cpu 0 write b | dma read b", "" },
            {
                X86,
                "on desk using nic | buffer b = 4KiB wc | cpu 0 write b | cpu 0 fence | dma read b",
                "write-combining-buffers unchecked-write-combining"
            },
            {
                X86.Replace("PROFILE", "wc_buffers = kept  wc_checks = yes", StringComparison.Ordinal),
                "on desk using nic | buffer b = 4KiB wc | cpu 0 write b | cpu 0 fence | dma read b",
                ""
            },
            {
                X86,
                "on desk using igpu | buffer b = 4KiB wb | cpu 0 write b | cpu 0 clflush b | dma read b no_snoop",
                ""
            },
            {
                X86,
                "on desk using igpu | buffer b = 4KiB wb | cpu 0 write b | cpu 0 wbinvd | dma read b no_snoop",
                "dirty-lines-that-move moves"
            },
            {
                X86.Replace("cpus = 2", "cpus = 1", StringComparison.Ordinal),
                "on desk using igpu | buffer b = 4KiB wb | cpu 0 write b | cpu 0 wbinvd | dma read b no_snoop",
                ""
            },
            {
                X86,
                "on desk using igpu | buffer b = 4KiB wb | cpu 0 write b | cpu all wbinvd | dma read b no_snoop",
                ""
            },
            {
                X86,
                "on desk using igpu | buffer b = 64B wb | cpu 0 write b | cpu 0 clflush b | dma read b no_snoop",
                ""
            },
            {
                X86,
                "on desk using igpu | buffer b = 8B wb | cpu 0 write b | cpu 0 clflush b | dma read b no_snoop",
                "neighbours"
            },
            { X86, "on desk using nic | buffer b = 8B wb | cpu 0 write b | dma read b", "" },
            {
                X86,
                "on desk using igpu | buffer b = 4KiB wb | dma write b no_snoop | cpu 0 clflush b | cpu 0 read b",
                "dirty-before"
            },
            {
                X86,
                "on desk using igpu | buffer b = 4KiB wb | cpu 0 clflush b | dma write b no_snoop | cpu 0 clflush b "
                    + "| cpu 0 read b",
                ""
            },
            {
                X86,
                "on desk using nic, igpu | buffer b = 4KiB wb | dma nic write b | dma igpu read b no_snoop",
                "dma-allocation"
            },
            {
                X86.Replace(
                    "ats = no }\niommu gfx",
                    "ats = no  reads = pipelined }\niommu gfx",
                    StringComparison.Ordinal
                ),
                "on desk using nic | buffer b = 4KiB wb | buffer c = 4KiB wb | cpu 0 write b | dma read b | dma write "
                    + "c | cpu 0 read c",
                "writes-before-reads"
            },
            {
                Arm64,
                "on board using engine | buffer b = 4KiB wb | cpu 0 write b | sync_for_device b | dma read b",
                ""
            },
            {
                Arm64,
                "on board using engine | buffer b = 4KiB normal_nc | cpu 0 write b | cpu 0 fence | dma read b",
                "dirty-before"
            },
            {
                Arm32,
                "on board using engine | buffer b = 4KiB wb | cpu 0 write b | cpu 0 dc_civac b | cpu 0 fence | dma "
                    + "read b",
                "outer-caches"
            },
            {
                Arm32,
                "on board using engine | buffer b = 4KiB wb | cpu 0 write b | sync_for_device b | dma read b",
                ""
            },
        };

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_coherent_verdict_names_what_it_leaves_out(string machine, string program, string expected)
    {
        var parts = program.Split(" | ");
        var analysis = Checked.Text(
            $"{machine.Replace("PROFILE", "", StringComparison.Ordinal)}\nprogram p {parts[0]} {{\n"
                + $"{string.Join('\n', parts[1..])}\n}}\n"
        );
        var run = analysis.System.RunsOf("p").Single().Run;

        Assert.Equal("coherent", Words.Of(run.Verdict));
        var touched = ModelLimits.TouchedBy(run.Path);
        Assert.Equal(expected, string.Join(' ', touched.Select(limit => limit.Name)));
        Assert.All(touched, limit => Assert.Contains(limit.Phrase, RunText.Verdict(run), StringComparison.Ordinal));
        Assert.Equal(expected.Length > 0, RunText.Verdict(run).Contains("leaves out", StringComparison.Ordinal));
    }

    /// <summary>What a program can touch has a program above that does.</summary>
    [Fact]
    public void Every_limit_that_can_be_touched_is_tried() =>
        Assert.Equal(
            ModelLimits.All.Where(limit => limit.IsTouchedBy is not null).Select(limit => limit.Name).Order(),
            Programs
                .SelectMany(row => ((string)row[2]).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Distinct()
                .Order()
        );

    [Theory]
    [InlineData("swiotlb=force", "undecided")]
    [InlineData("swiotlb=65536,2,force", "undecided")]
    [InlineData("swiotlb=noforce", "coherent")]
    [InlineData("quiet", "coherent")]
    public void A_bounced_buffer_is_not_called_coherent(string options, string verdict)
    {
        var analysis = Checked.Text(
            $$"""
            host board { kernel = 6.8  arch = arm64  kernel_options = "{{options}}" }
            device nic on board { bus = platform  dma_coherent = yes }
            program p on board using nic {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b
            }
            """
        );

        Assert.Equal(verdict, Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
    }
}
