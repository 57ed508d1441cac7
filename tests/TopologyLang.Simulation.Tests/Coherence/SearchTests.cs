using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Coherence.Search;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>Limits and memory of the search, and what it answers when it cannot.</summary>
public sealed class SearchTests
{
    private const string Flush = "cpu 0 write b; cpu 0 clflush b; dma read b no_snoop";

    /// <summary>Thirty operations that are never fenced: some 2^30 states for each place in the program.</summary>
    internal static readonly string Endless = string.Concat(Enumerable.Repeat("cpu 0 clwb b; ", 30)) + "dma read b";

    [Fact]
    public void A_search_that_reaches_its_limit_is_undecided_never_coherent()
    {
        var verdict = Checker.Check(Example.Guest(Flush), new SearchLimits(5), CancellationToken.None);

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Contains("within 5 states of 'b'", verdict.Why?.Text, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Coherent, Example.Check(Example.Guest(Flush)).Kind);
    }

    [Fact]
    public void A_stale_read_that_is_found_within_the_limit_counts_and_says_that_another_buffer_may_have_a_shorter_run()
    {
        var path = Example.Guest(Endless + "; cpu 0 write a; dma read a no_snoop");

        var verdict = Checker.Check(path, new SearchLimits(10_000), CancellationToken.None);

        Assert.Equal((VerdictKind.Stale, "a"), (verdict.Kind, verdict.Run[^1].Buffer));
        Assert.Contains("'b'", verdict.Why?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_pending_operations_than_a_state_can_hold_are_undecided()
    {
        var program = string.Concat(Enumerable.Repeat("cpu 0 clwb b; ", 60)) + "dma read b";

        var verdict = Example.Check(Example.Guest(program));

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Contains("60 cache line operations on 'b' are pending", verdict.Why?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_that_a_fence_completes_need_no_room_after_it()
    {
        var program =
            string.Concat(Enumerable.Repeat("cpu 0 write b; cpu 0 clwb b; cpu 0 fence; ", 60)) + "dma read b no_snoop";

        Assert.Equal("Coherent", Example.Answer(Example.Guest(program)));
    }

    [Fact]
    public void A_search_that_reaches_its_limit_of_memory_is_undecided_and_says_so()
    {
        var limits = new SearchLimits(500_000_000) { Memory = 1 << 20 };

        var verdict = Checker.Check(Example.Guest(Endless), limits, CancellationToken.None);

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Contains("within 1 MiB of memory", verdict.Why?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, "dma read b no_snoop")]
    [InlineData(8, "dma read b")]
    public void Two_threads_find_what_one_finds(int times, string last)
    {
        var path = Example.Guest(
            string.Concat(Enumerable.Repeat("cpu 0 write b; cpu 0 clwb b; cpu 1 clflushopt b; ", times)) + last
        );
        var one = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
        var two = Checker.Check(path, SearchLimits.Default with { Threads = 2 }, CancellationToken.None);

        Assert.True(one.States > 100_000, $"{one.States} states are too few for two threads");
        Assert.Equal(Text(one), Text(two));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_state_takes_at_most_40_bytes(int threads)
    {
        var path = Example.Guest(
            string.Concat(Enumerable.Repeat("cpu 0 write b; cpu 0 clwb b; cpu 1 clflushopt b; ", 8)) + "dma read b"
        );
        SearchResult? result = null;
        var limits = SearchLimits.Default with { Threads = threads };
        Checker.Check(path, limits, program => result = StateSearch.Run(program, limits, CancellationToken.None));

        Assert.InRange((double)result!.Bytes / result.States, 8, 40);
    }

    [Fact]
    public void A_long_search_says_how_far_it_is()
    {
        var told = new List<SearchProgress>();
        using var cancellation = new CancellationTokenSource();
        var limits = new SearchLimits(500_000_000)
        {
            Progress = new Told(progress =>
            {
                told.Add(progress);
                cancellation.Cancel();
            }),
        };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Checker.Check(Example.Guest(Endless), limits, cancellation.Token)
        );

        Assert.Single(told);
        Assert.True(told[0] is { States: > 1000, Depth: > 0 });
    }

    [Fact]
    public void A_program_that_cannot_run_is_an_error_with_its_reason()
    {
        var why = new Reason("The guest does not hold 'd'.");

        Assert.Equivalent(
            new Verdict(VerdictKind.Error, null, 0, [], why),
            Example.Check(Example.Guest(Flush) with { CannotRun = why })
        );
    }

    [Fact]
    public void A_path_that_is_not_simulated_is_undecided_with_its_reason()
    {
        var why = new Reason("What this IOMMU does is not known.");

        Assert.Equivalent(
            new Verdict(VerdictKind.Undecided, null, 0, [], why),
            Example.Check(Example.Guest(Flush) with { NotKnown = why })
        );
    }

    [Fact]
    public void A_buffer_of_which_the_access_class_is_unknown_is_undecided()
    {
        var path = Example.Guest(Flush);

        var verdict = Example.Check(path with { Buffers = [path.Buffers[0] with { Access = [] }] });

        Assert.Equal(VerdictKind.Undecided, verdict.Kind);
        Assert.Contains("how the CPU reaches buffer 'b'", verdict.Why?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_path_gives_the_same_run_every_time()
    {
        var paths = new RandomPaths(42);
        for (var i = 0; i < 500; i++)
        {
            var path = paths.Next();
            Assert.Equal(Text(Example.Check(path)), Text(Example.Check(path)));
        }
    }

    private sealed class Told(Action<SearchProgress> tell) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => tell(value);
    }

    internal static string Text(Verdict verdict) =>
        string.Join(
            '\n',
            verdict
                .Run.Select(step => $"{step with { Caches = [] }} {string.Join(' ', step.Caches)}")
                .Prepend($"{verdict.Kind} {verdict.Hazard} {verdict.States} {verdict.Why} {verdict.Assumed}")
        );
}
