using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests.Order;

/// <summary>
/// A run that goes wrong because of an order: the finding names the barrier, stands at the step that it has to precede,
/// and says what the architecture does not keep. What is offered makes the program coherent when it is written there.
/// </summary>
public class BarrierRequiredTests
{
    private const string Handed = """
        cpu 0 write data
        cpu 0 write flag
        dma wait flag
        dma read data
        """;

    private const string Received = """
        dma write data
        dma write flag
        cpu 0 wait flag
        cpu 0 read data
        """;

    /// <summary>The buffer goes back before it was read, and is filled anew.</summary>
    private const string GivenBack = """
        dma write data
        dma write flag
        cpu 0 wait flag
        cpu 0 barrier dma_rmb
        cpu 0 read data
        cpu 0 write flag
        dma wait flag
        dma write data
        """;

    private const string Rung = """
        cpu 0 write data
        cpu 0 doorbell nic relaxed
        dma read data
        """;

    public static TheoryData<string, string, string, string> Required =>
        new()
        {
            {
                "arm64",
                Handed,
                "cpu 0 write flag",
                "dma_wmb required here: cpu 0 may store `flag` before `data` (arm64 keeps no order between stores), "
                    + "and `nic` then reads an old value of `data`"
            },
            {
                "riscv64",
                Handed,
                "cpu 0 write flag",
                "dma_wmb required here: cpu 0 may store `flag` before `data` (riscv64 keeps no order between stores), "
                    + "and `nic` then reads an old value of `data`"
            },
            {
                "arm64",
                Received,
                "cpu 0 read data",
                "dma_rmb required here: cpu 0 may load `data` before the flag that it waited for "
                    + "(arm64 keeps no order between loads)"
            },
            {
                "riscv64",
                Received,
                "cpu 0 read data",
                "dma_rmb required here: cpu 0 may load `data` before the flag that it waited for "
                    + "(riscv64 keeps no order between loads)"
            },
            {
                "arm64",
                GivenBack,
                "cpu 0 write flag",
                "dma_mb required here: cpu 0 may store `flag` before it has loaded `data` "
                    + "(arm64 keeps no order between a load and a later store), "
                    + "and what cpu 0 is meant to read in `data` is overwritten by then"
            },
            {
                "riscv64",
                GivenBack,
                "cpu 0 write flag",
                "dma_mb required here: cpu 0 may store `flag` before it has loaded `data` "
                    + "(riscv64 keeps no order between a load and a later store), "
                    + "and what cpu 0 is meant to read in `data` is overwritten by then"
            },
            {
                "arm64",
                Rung,
                "cpu 0 doorbell nic relaxed",
                "wmb required here: cpu 0 may ring the doorbell of `nic` before it has stored `data` "
                    + "(writel_relaxed() waits for nothing on arm64), and `nic` then reads an old value of `data`"
            },
        };

    [Theory]
    [MemberData(nameof(Required))]
    public void The_barrier_is_named_at_its_place_with_the_reason(
        string architecture,
        string steps,
        string place,
        string message
    )
    {
        var analysis = Ordered.Program(architecture, steps);

        var finding = Checked.Single(analysis, FindingCode.Stale);

        Assert.Equal(
            message,
            finding.Message[..finding.Message.LastIndexOf(" (shortest run", StringComparison.Ordinal)]
        );
        Assert.Equal(place, analysis.Tree.Text.Content.Substring(finding.Where.Span.Start, finding.Where.Span.Length));
        Assert.NotNull(finding.Chain[^1].Source);
    }

    [Theory]
    [InlineData("arm64", Handed, "dma_wmb wmb dma_mb mb")]
    [InlineData("riscv64", Handed, "dma_wmb wmb dma_mb mb")]
    [InlineData("s390x", Handed, "")]
    [InlineData("x86_64", Handed, "")]
    [InlineData("arm64", Received, "dma_rmb rmb dma_mb mb")]
    [InlineData("riscv64", Received, "dma_rmb rmb dma_mb mb")]
    // By aarch64.cat a read barrier orders a load before stores too, but Linux does not promise that: full ones first.
    [InlineData("arm64", GivenBack, "dma_mb mb dma_rmb rmb")]
    [InlineData("riscv64", GivenBack, "dma_mb mb")]
    // By arm64's dmb a dma_ barrier orders a doorbell too, but Linux does not promise that: those of memory alone last.
    [InlineData("arm64", Rung, "wmb mb dma_wmb dma_mb")]
    [InlineData("riscv64", Rung, "wmb mb dma_mb")]
    public void The_weakest_barrier_that_is_enough_comes_first_and_each_makes_the_program_coherent(
        string architecture,
        string steps,
        string barriers
    )
    {
        var analysis = Ordered.Program(architecture, steps);
        var run = analysis.System.RunsOf("p").Single().Run;

        var remedies = analysis
            .Remedies.For(run, CancellationToken.None)
            .Where(remedy => remedy.Kind == RemedyKind.Insert)
            .ToList();

        Assert.Equal(
            barriers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(kind => $"cpu 0 barrier {kind}"),
            remedies.Select(remedy => remedy.Text)
        );
        Assert.All(
            remedies,
            remedy =>
                Assert.Equal(
                    VerdictKind.Coherent,
                    Checked
                        .Text(remedy.ApplyTo(analysis.Path, analysis.Tree.Text.Content))
                        .System.RunsOf("p")
                        .Single()
                        .Run.Verdict.Kind
                )
        );
    }
}
