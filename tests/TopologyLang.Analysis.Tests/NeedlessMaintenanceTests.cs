using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

public class NeedlessMaintenanceTests
{
    private const string Enforcing = """
        host desk { kernel = 6.8 }
        iommu main on desk { model = intel_vtd  snoop_control = yes }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
        domain space on desk { api = vfio_type1  attach = [nic] }
        guest vm on desk { assign = [nic via space] }

        """;

    [Fact]
    public void Where_every_access_snoops_a_flush_is_not_needed()
    {
        var analysis = Checked.Text(
            Enforcing
                + """
                program p in vm using nic {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  cpu 0 clflush b
                  dma read b no_snoop
                }
                """
        );

        var finding = Checked.Single(analysis, FindingCode.NeedlessMaintenance);

        Assert.Equal(
            "this clflush is not needed here: every DMA access of `p` looks into the caches; removing it is safe",
            finding.Message
        );
        Assert.Equal(Severity.Hint, finding.Severity);
    }

    [Fact]
    public void A_wbinvd_that_KVM_ignores_says_so()
    {
        var analysis = Checked.Text(
            Enforcing
                + """
                program p in vm using nic {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  cpu 0 wbinvd
                  dma read b
                }
                """
        );

        Assert.StartsWith(
            "this wbinvd is not needed here: KVM makes it a no-op",
            Checked.Single(analysis, FindingCode.NeedlessMaintenance).Message
        );
    }

    /// <summary>Each of the two can stand in for the other, so only one of them is needless.</summary>
    [Fact]
    public void Of_two_flushes_of_which_one_is_needed_one_is_named()
    {
        const string Twice = """
            buffer b = 4KiB wb
            cpu 0 write b
            cpu 0 clflush b
            cpu 0 clflush b
            dma read b no_snoop
            """;
        var analysis = Checked.Program(Twice);

        var finding = Checked.Single(analysis, FindingCode.NeedlessMaintenance);
        var text = analysis
            .Remedies.For(finding, CancellationToken.None)
            .Single()
            .ApplyTo(analysis.Path, analysis.Tree.Text.Content);

        Assert.Equal(analysis.Tree.Text.LineCount - 1, text.Split('\n').Length);
        Assert.Equal(VerdictKind.Coherent, Checked.Text(text).System.RunsOf("p").Single().Run.Verdict.Kind);
        Assert.Empty(Checked.Findings(Checked.Text(text)));
    }

    [Theory]
    [InlineData("cpu 0 write b\n  cpu 0 clflush b\n  dma read b no_snoop")]
    [InlineData("cpu 0 write b\n  dma read b no_snoop\n  cpu 0 clflush b")]
    public void What_is_needed_or_stands_in_a_stale_program_is_not_named(string steps) =>
        Assert.DoesNotContain(
            Checked.Findings(Checked.Program("buffer b = 4KiB wb\n" + steps)),
            finding => finding.Code == FindingCode.NeedlessMaintenance
        );

    /// <summary>
    /// On AMD a dirty line may have left the CPU's cache: the flush of every cache is needed, whatever the default
    /// model says.
    /// </summary>
    [Fact]
    public void Where_dirty_lines_migrate_one_flush_is_not_taken_for_another()
    {
        var analysis = Checked.Text(
            Checked.Machine.Replace("kernel = 6.8", "vendor = amd  kernel = 6.8", StringComparison.Ordinal)
                + """
                program p in vm using igpu {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  cpu 0 wbinvd
                  cpu 0 clflush b
                  dma read b no_snoop
                }
                """
        );

        Assert.DoesNotContain(analysis.Findings, finding => finding.Code == FindingCode.NeedlessMaintenance);
    }

    [Fact]
    public void It_is_named_only_where_every_run_of_the_program_can_do_without()
    {
        var analysis = Checked.Text(
            Enforcing.Replace("snoop_control = yes", "snoop_control = no", StringComparison.Ordinal)
                + """
                program p in vm using nic {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  cpu 0 clflush b
                  dma read b no_snoop
                }
                scenario s {
                  attach nic to space
                  set nic no_snoop disabled by host
                  run p
                  set nic no_snoop enabled by guest
                  run p
                }
                """
        );

        Assert.DoesNotContain(analysis.Findings, finding => finding.Code == FindingCode.NeedlessMaintenance);
    }
}
