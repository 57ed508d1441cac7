using TopologyLang.Analysis.Editing;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Hover;
using TopologyLang.Analysis.Runs;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests.Order;

/// <summary>What an editor and the views of runs say about the order of a program.</summary>
public class OrderSeenTests
{
    private const string Handed = """
        cpu 0 write data
        cpu 0 write flag
        dma wait flag
        dma read data
        """;

    private const string HandedWithBarrier = """
        cpu 0 write data
        cpu 0 barrier dma_wmb
        cpu 0 write flag
        dma wait flag
        dma read data
        """;

    private const string Relaxed = """
        dma write data
        dma write flag relaxed
        cpu 0 wait flag
        cpu 0 barrier dma_rmb
        cpu 0 read data
        """;

    [Theory]
    [InlineData("arm64", Handed, "cpu 0 write flag", "**dma_wmb required here**: cpu 0 may store `flag` before `data`")]
    [InlineData("arm64", Handed, "dma read data", "**dma_wmb required before line 7**: cpu 0 may store `flag`")]
    [InlineData("arm64", Handed, "cpu 0 write flag", "arm64 keeps no order between stores")]
    [InlineData("arm64", HandedWithBarrier, "barrier dma_wmb", "**dma_wmb required here**, and there is one in line 7")]
    [InlineData(
        "arm64",
        HandedWithBarrier,
        "barrier dma_wmb",
        "dma_wmb() is `dmb oshst` on arm64: it orders earlier stores before later stores"
    )]
    [InlineData("x86_64", HandedWithBarrier, "barrier dma_wmb", "dma_wmb() is a compiler barrier on x86_64")]
    [InlineData("x86_64", HandedWithBarrier, "barrier dma_wmb", "is not needed on x86_64")]
    public void A_hover_says_what_is_required_and_why(string architecture, string steps, string under, string says)
    {
        var analysis = Ordered.Program(architecture, steps);
        var offset = analysis.Tree.Text.Content.LastIndexOf(under, StringComparison.Ordinal) + 1;

        var hover = Hovers.At(analysis, analysis.Path, offset)!.Markdown.Replace("\\", "", StringComparison.Ordinal);

        Assert.Contains(says, hover, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "x86_64",
        "dma_wmb() is not needed here on x86_64: x86_64 keeps this order without it; "
            + "another architecture may need it"
    )]
    [InlineData("arm64", null)]
    [InlineData("riscv64", null)]
    public void A_barrier_that_nothing_needs_is_a_hint(string architecture, string? hint)
    {
        var findings = Ordered.Program(architecture, HandedWithBarrier).Findings;

        Assert.Equal(hint, findings.SingleOrDefault(finding => finding.Code == FindingCode.NeedlessBarrier)?.Message);
        Assert.All(findings, finding => Assert.Equal(Severity.Hint, finding.Severity));
    }

    /// <summary>A step that took effect early is told where it did.</summary>
    [Fact]
    public void A_run_says_what_a_step_overtakes()
    {
        var run = ExplainedRuns.Of(Ordered.Program("arm64", Handed)).Single();

        Assert.Equal(
            "CPU 0 writes flag, before `cpu 0 write data`, which the text has first "
                + "(arm64 keeps no order between stores): nothing changes for data, which is followed here.",
            run.Steps[0].Sentence
        );
        Assert.Equal([new OvertakenStatement("cpu 0 write data", 6)], run.Steps[0].Overtakes.AsEnumerable());
        Assert.All(run.Steps.Skip(1), step => Assert.Empty(step.Overtakes));
        Assert.Equal("overwritten", Words.Of(ExplainedVerdict("riscv64")));
    }

    /// <summary>No barrier orders what a device sends: the attribute goes.</summary>
    [Fact]
    public void A_relaxed_write_is_changed_at_the_device()
    {
        var analysis = Ordered.Program("arm64", Relaxed);
        var stale = Checked.Single(analysis, FindingCode.Stale);

        Assert.StartsWith(
            "stale data: `nic` may write `flag` before `data` (a write with the relaxed-ordering attribute may "
                + "overtake earlier writes), and cpu 0 then reads an old value of `data`",
            stale.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["dma write flag"],
            analysis.Remedies.For(stale, CancellationToken.None).Select(remedy => remedy.Text)
        );
    }

    /// <summary>
    /// writel() is offered for writel_relaxed(), and a barrier for a device in the place of one for CPUs.
    /// </summary>
    [Theory]
    [InlineData("cpu 0 write data\ncpu 0 doorbell nic relaxed\ndma read data", "cpu 0 doorbell nic")]
    [InlineData(
        "cpu 0 write data\ncpu 0 barrier smp_wmb\ncpu 0 write flag\ndma wait flag\ndma read data",
        "cpu 0 barrier dma_wmb"
    )]
    public void A_statement_that_is_there_is_made_stronger(string steps, string text)
    {
        var analysis = Ordered.Program("arm64", steps);
        var stale = Checked.Single(analysis, FindingCode.Stale);

        var remedies = analysis.Remedies.For(stale, CancellationToken.None);

        Assert.Contains(text, remedies.Where(one => one.Kind == RemedyKind.Replace).Select(one => one.Text));
    }

    /// <summary>
    /// A CPU that acts between two steps of a device would be taken for the interrupt that orders them: no remedy.
    /// </summary>
    [Fact]
    public void No_remedy_puts_a_handoff_into_the_program_that_it_does_not_have()
    {
        var analysis = Ordered.Program("arm64", Relaxed);
        var run = Checked.Single(analysis, FindingCode.Stale).Run!;

        Assert.Empty(analysis.Maintenance.Insertions(run, CancellationToken.None));
    }

    /// <summary>Two faults in one program: the one that the run shows is named, with what it takes besides.</summary>
    [Fact]
    public void Of_two_barriers_that_are_missing_the_one_of_the_run_is_named_first()
    {
        var analysis = Ordered.Program(
            "arm64",
            Handed + "\ndma write data\ndma write flag\ncpu 0 wait flag\ncpu 0 read data"
        );

        var stale = Checked.Single(analysis, FindingCode.Stale);

        Assert.StartsWith("dma_rmb required here, dma_wmb elsewhere: ", stale.Message, StringComparison.Ordinal);
        Assert.Equal(
            "cpu 0 barrier dma_rmb; cpu 0 barrier dma_wmb",
            analysis.Remedies.For(stale, CancellationToken.None)[0].Text
        );
    }

    [Fact]
    public void What_the_order_takes_for_granted_is_hinted()
    {
        var analysis = Ordered.Program(
            "arm64",
            "cpu 0 wait flag\ncpu 0 write data\ndma read data\ncpu 0 write flag\ndma wait flag"
        );
        var text = analysis.Tree.Text.Content;

        var hints = Hints
            .In(analysis, new TextSpan(text.IndexOf("program", StringComparison.Ordinal), text.Length))
            .Select(hint => $"{LineBefore(text, hint.Offset)}: {hint.Text}");

        Assert.Equal(
            [
                "dma read data: an interrupt or a writel() is assumed here",
                "cpu 0 write flag: an interrupt or a writel() is assumed here",
                "cpu 0 wait flag: passes at once: nobody has written it",
            ],
            hints
        );
    }

    private static Simulation.Coherence.VerdictKind ExplainedVerdict(string architecture) =>
        Ordered
            .Program(
                architecture,
                "dma write data\ndma write flag\ncpu 0 wait flag\ncpu 0 barrier dma_rmb\ncpu 0 read data\n"
                    + "cpu 0 write flag\ndma wait flag\ndma write data"
            )
            .System.RunsOf("p")
            .Single()
            .Run.Verdict.Kind;

    private static string LineBefore(string text, int offset) =>
        text[(text.LastIndexOf('\n', offset - 1) + 1)..offset].Trim();
}
