using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

public class StaleProgramTests
{
    [Fact]
    public void A_dma_that_misses_a_dirty_line_says_what_is_required_and_why()
    {
        var analysis = Checked.Program(
            """
            buffer fb = 4KiB wb
            cpu 0 write fb
            dma read fb no_snoop
            """
        );

        var finding = Checked.Single(analysis, FindingCode.Stale);

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.StartsWith(
            "wbinvd required here: `igpu` reads `fb` past the caches",
            finding.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(["warning TOPO4001 dma read fb no_snoop"], Checked.Lines(analysis));
        Assert.Contains(
            finding.Chain,
            reason => reason.Source is not null && reason.Source.Contains("iommu", StringComparison.Ordinal)
        );
        Assert.Equal(
            ["cpu0: write fb", "igpu: dma read fb → initial from memory, expected #1"],
            finding.Run!.Verdict.Run.Select(RunStepText.Sentence)
        );
    }

    [Fact]
    public void A_value_that_waits_in_a_write_combining_buffer_is_looked_for_there()
    {
        var analysis = Checked.Text(
            """
            host desk { wc_buffers = kept }
            iommu unit on desk { }
            device nic behind unit { bus = pcie 0000:01:00.0  no_snoop = hardwired_zero }
            program p on desk using nic {
              buffer b = 56B wc
              cpu 0 write b
              dma read b
            }
            """
        );

        Assert.EndsWith(
            "`nic` reads `b` and gets an old value; the newest one is still in the write-combining buffer of physical "
                + "CPU 0 (shortest run: 2 steps)",
            Checked.Single(analysis, FindingCode.Stale).Message,
            StringComparison.Ordinal
        );
    }

    private const string AtHome = "host desk { no_snoop_routing = either }\n";

    /// <summary>A run that depends on what no source is sure of says so at once, without its chain.</summary>
    [Theory]
    [InlineData(
        "host desk { }\niommu unit on desk { }\n",
        "ats = yes",
        "; uncertain: it depends on whether requests that the device has translated itself "
            + "(ATS) look into the caches"
    )]
    [InlineData(
        "host desk { }\niommu unit on desk { model = virtio }\n",
        "",
        "; uncertain: it depends on whether the machine below the virtio-iommu blocks " + "no-snoop"
    )]
    [InlineData("host desk { }\niommu unit on desk { snoop_control = no }\n", "", "(shortest run: 2 steps)")]
    [InlineData(AtHome + "iommu unit on desk { snoop_control = no }\n", "", "(shortest run: 2 steps)")]
    public void A_run_that_hangs_on_something_uncertain_says_so(string machine, string device, string end)
    {
        var analysis = Checked.Text(
            $$"""
            {{machine}}
            device nic behind unit { bus = pcie 0000:01:00.0  no_snoop = used  {{device}} }
            domain space on desk { api = iommufd  attach = [nic] }
            program p on desk using nic {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b no_snoop
            }
            """
        );

        Assert.EndsWith(end, Checked.Single(analysis, FindingCode.Stale).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_remedy_that_is_offered_mends_the_program_when_it_is_written_there()
    {
        const string program = """
            buffer fb = 4KiB wb
            cpu 0 write fb
            dma read fb no_snoop
            """;
        var analysis = Checked.Program(program);
        var remedies = analysis.Remedies.For(Checked.Single(analysis, FindingCode.Stale).Run!, CancellationToken.None);

        Assert.Equal(
            [
                "cpu 0 clflush fb",
                "cpu 0 clwb fb; cpu 0 fence",
                "cpu 0 wbinvd",
                "cpu all wbinvd",
                "buffer fb = 4KiB wc",
                "buffer fb = 4KiB uc",
                "no_snoop = disabled",
            ],
            remedies.Select(remedy => remedy.Text)
        );
        foreach (var remedy in remedies)
        {
            var mended = Checked.Text(remedy.ApplyTo(analysis.Path, analysis.Tree.Text.Content));
            Assert.Equal(VerdictKind.Coherent, mended.System.RunsOf("p").Single().Run.Verdict.Kind);
        }
    }

    [Fact]
    public void Where_one_flush_is_not_enough_two_are_offered_together()
    {
        var analysis = Checked.Program(
            """
            buffer b = 4KiB wb
            cpu 0 write b
            dma write b no_snoop
            cpu 0 read b
            """
        );

        var remedies = analysis.Maintenance.Insertions(
            Checked.Single(analysis, FindingCode.Stale).Run!,
            CancellationToken.None
        );

        Assert.Equal(["cpu 0 clflush b; cpu 0 clflush b"], remedies.Select(remedy => remedy.Text));
    }

    /// <summary>
    /// Arm's line operations take effect when a fence completes them: one that is there already, or one more.
    /// </summary>
    [Theory]
    [InlineData("dma read b", "cpu 0 dc_civac b; cpu 0 fence")]
    [InlineData("cpu 0 fence\n  dma read b", "cpu 0 dc_civac b")]
    [InlineData("dma write b\n  cpu 0 read b", "cpu 0 dc_civac b; cpu 0 fence; cpu 0 dc_civac b; cpu 0 fence")]
    public void On_arm_maintenance_by_address_is_offered(string steps, string remedy)
    {
        var analysis = Checked.Text(
            $$"""
            host board { arch = arm64 }
            device dma_engine on board { bus = platform }
            program p on board using dma_engine {
              buffer b = 4KiB wb
              cpu 0 write b
              {{steps}}
            }
            """
        );

        var finding = Checked.Single(analysis, FindingCode.Stale);

        Assert.StartsWith("dc_civac required here", finding.Message, StringComparison.Ordinal);
        Assert.Equal(
            [remedy],
            analysis.Maintenance.Insertions(finding.Run!, CancellationToken.None).Select(offered => offered.Text)
        );
    }

    [Fact]
    public void A_foretold_hazard_is_information()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                program p in vm using igpu {
                  buffer fb = 4KiB wb
                  cpu 0 write fb
                  dma read fb no_snoop
                }
                expect p stale device_reads_stale
                """
        );

        Assert.Equal(["information TOPO4001 dma read fb no_snoop"], Checked.Lines(analysis));
    }

    [Fact]
    public void An_expectation_of_another_hazard_foretells_nothing()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                program p in vm using igpu {
                  buffer fb = 4KiB wb
                  cpu 0 write fb
                  dma read fb no_snoop
                }
                expect p stale information_leak
                """
        );

        Assert.Equal(
            ["warning TOPO4001 dma read fb no_snoop", "error TOPO5001 expect p stale information_leak"],
            Checked.Lines(analysis)
        );
    }
}
