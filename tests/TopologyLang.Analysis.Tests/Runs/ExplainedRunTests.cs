using TopologyLang.Analysis.Runs;

namespace TopologyLang.Analysis.Tests.Runs;

public class ExplainedRunTests
{
    private const string ColdWrite = """
        buffer fb = 4KiB wb
        cpu 0 write fb
        dma read fb no_snoop
        """;

    public static TheoryData<string> AllExamples => Examples.All;

    /// <summary>Statements of a guest's program, and the sentence of each step of its shortest run.</summary>
    public static TheoryData<string, string[]> Told =>
        new()
        {
            {
                ColdWrite,
                [
                    "vCPU 0 writes fb: cache 0 holds fb version 1, which memory does not have yet.",
                    "igpu reads fb by DMA, past the caches, and gets initial contents from memory, but the newest "
                        + "value is fb version 1.",
                ]
            },
            {
                """
                    buffer fb = 4KiB wb
                    dma write fb no_snoop
                    cpu 0 read fb
                    """,
                [
                    "Cache 0 prefetches fb by itself, as it may at any time, and so gets initial contents.",
                    "igpu writes fb by DMA, past the caches: memory holds fb version 1; cache 0 still holds the older "
                        + "initial contents.",
                    "vCPU 0 reads fb and gets initial contents from the copy in cache 0, but the newest value is fb "
                        + "version 1.",
                ]
            },
            {
                """
                    buffer page = 4KiB wb
                    recycle page
                    dma read page no_snoop
                    """,
                [
                    "The hypervisor, on CPU 0, zeroes the page of page through its own mapping and gives it to a new "
                        + "owner: cache 0 holds zeros, which memory does not have yet.",
                    "igpu reads page by DMA, past the caches, and gets the old owner's secret from memory, but the "
                        + "newest value is zeros.",
                ]
            },
            {
                """
                    buffer fb = 4KiB wb
                    cpu 0 move
                    cpu 0 wbinvd
                    cpu 0 write fb
                    cpu 0 clflushopt fb
                    dma read fb no_snoop
                    """,
                [
                    "vCPU 0 moves to physical CPU 1.",
                    "vCPU 0, on physical CPU 1, executes wbinvd, which KVM does on physical CPUs 0, 1: no copy of fb "
                        + "is where it acts, so nothing changes.",
                    "vCPU 0, on physical CPU 1, writes fb: cache 1 holds fb version 1, which memory does not have yet.",
                    "vCPU 0, on physical CPU 1, executes clflushopt on fb: it is pending, and takes effect at the next "
                        + "fence of this CPU or at any time before.",
                    "igpu reads fb by DMA, past the caches, and gets initial contents from memory, but the newest "
                        + "value is fb version 1.",
                ]
            },
            {
                """
                    buffer other = 4KiB wb
                    buffer fb = 4KiB wb
                    cpu 0 write other
                    cpu 0 clflush other
                    cpu 0 write fb
                    cpu 0 clflush fb
                    cpu 0 write fb
                    dma read fb no_snoop
                    """,
                [
                    "vCPU 0 writes other: nothing changes for fb, which is followed here.",
                    "vCPU 0 executes clflush on other: nothing changes for fb, which is followed here.",
                    "vCPU 0 writes fb: cache 0 holds fb version 1, which memory does not have yet.",
                    "vCPU 0 executes clflush on fb: cache 0 writes fb version 1 back to memory and drops it.",
                    "vCPU 0 writes fb: cache 0 holds fb version 2, which memory does not have yet.",
                    "igpu reads fb by DMA, past the caches, and gets fb version 1 from memory, but the newest value is "
                        + "fb version 2.",
                ]
            },
        };

    [Theory]
    [MemberData(nameof(Told))]
    public void Each_step_is_a_sentence(string statements, string[] sentences) =>
        Assert.Equal(sentences, Of(statements).Steps.Select(step => step.Sentence));

    [Fact]
    public void A_step_says_which_cells_it_changed_and_where_a_read_got_its_value()
    {
        var run = Of(ColdWrite);

        Assert.Equal("cache 0, expected", string.Join(", ", run.Steps[0].Changed));
        Assert.Equal(new ReadValue("initial contents", "memory", Stale: true), run.Steps[1].Read);
        Assert.Empty(run.Steps[1].Changed);
    }

    [Fact]
    public void The_state_holds_what_is_pending_and_the_dirty_mask_of_KVM()
    {
        var run = Of("buffer fb = 4KiB wb\ncpu 0 move\ncpu 0 write fb\ncpu 0 clwb fb\ndma read fb no_snoop");

        Assert.Equal("0", string.Join(' ', run.Start!.Vcpus[0].DirtyMask!.Value));
        Assert.Equal("0 1", string.Join(' ', run.Steps[0].State.Vcpus[0].DirtyMask!.Value));
        Assert.Equal("vcpu 0", Assert.Single(run.Steps[0].Changed));
        Assert.Empty(run.Steps[1].State.Pending);
        Assert.Equal("cpu 0 clwb", run.Steps[2].State.Pending.Select(one => $"{one.Actor} {one.Operation}").Single());
        Assert.Equal("pending cpu 0", Assert.Single(run.Steps[2].Changed));
    }

    [Fact]
    public void A_coherent_program_says_what_was_explored()
    {
        var run = Of("buffer fb = 4KiB wb\ncpu 0 write fb\ncpu 0 clflush fb\ndma read fb no_snoop");

        Assert.Equal("coherent", run.Verdict);
        Assert.Empty(run.Steps);
        Assert.Equal(run.States, run.Explored!.States);
        Assert.NotEmpty(run.Explored.Simplifications);
        Assert.StartsWith("No interleaving of p reads stale data", run.Conclusion);
    }

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void Every_run_of_the_examples_is_told_as_the_checker_found_it(string file)
    {
        var analysis = Examples.Analyse(file);
        var found = analysis.System.Timelines.SelectMany(timeline => timeline.Runs).ToList();
        var told = ExplainedRuns.Of(analysis);

        Assert.Equal(found.Select(run => run.Verdict.Run.Length), told.Select(run => run.Steps.Length));
        foreach (var run in told.Where(run => run.Verdict == "stale"))
        {
            var states = run.Steps.Select(step => step.State).Prepend(run.Start!).ToList();
            Assert.True(run.Steps[^1].Read!.Stale);
            Assert.All(run.Steps.SkipLast(1), step => Assert.NotEqual(true, step.Read?.Stale));
            Assert.All(states, state => Assert.True(state.Caches.Count(cache => cache.State == "dirty") <= 1));
            Assert.All(
                run.Steps,
                step =>
                    Assert.Equal(
                        Cells(states[step.Number - 1]).Except(Cells(states[step.Number])).Any()
                            || Cells(states[step.Number]).Except(Cells(states[step.Number - 1])).Any(),
                        step.Changed.Length > 0
                    )
            );
        }
    }

    private static IEnumerable<string> Cells(RunState state) =>
        [
            $"memory {state.Memory}",
            $"expected {state.Expected}",
            .. state.Caches.Select(cache => cache.ToString()),
            .. state.Pending.Select(one => one.ToString()),
            .. state.Vcpus.Select(vcpu => $"{vcpu.Number} {vcpu.PhysicalCpu} {string.Join(' ', vcpu.DirtyMask ?? [])}"),
        ];

    private static ExplainedRun Of(string statements) =>
        Assert.Single(ExplainedRuns.Of(Checked.Program(statements)), run => run.Program == "p");
}
