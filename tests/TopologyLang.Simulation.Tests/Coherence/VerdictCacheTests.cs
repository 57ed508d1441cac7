using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

public sealed class VerdictCacheTests
{
    /// <summary>Both vCPUs run on physical CPU 0 of the two.</summary>
    [Fact]
    public void A_program_of_equal_shape_is_searched_once_and_shown_with_its_own_names()
    {
        var cache = new VerdictCache();
        var first = Check(cache, "cpu 0 write fb; dma read fb no_snoop");
        var renamed = Check(cache, "cpu 2 write ring; dma read ring no_snoop");

        Assert.Equal(1, cache.Searches);
        Assert.Equal(["cpu 0 write fb", "device 0 dma read fb"], Steps(first));
        Assert.Equal(["cpu 2 write ring", "device 0 dma read ring"], Steps(renamed));
        Assert.Equal((first.Kind, first.Hazard, first.States), (renamed.Kind, renamed.Hazard, renamed.States));
    }

    /// <summary>
    /// Nothing else caches the line of this host's uncached buffer, so that the number of the CPU is a name like any
    /// other.
    /// </summary>
    [Fact]
    public void A_remembered_run_is_shown_on_the_physical_CPUs_of_the_program_that_asks()
    {
        var cache = new VerdictCache();
        var runs = new[] { 0, 1 }
            .Select(cpu =>
                Check(
                    cache,
                    Example.Host($"host cpu {cpu} write b; dma read b no_snoop", AccessClass.UncachedUnchecked)
                ).Run
            )
            .ToList();

        Assert.Equal(1, cache.Searches);
        Assert.Equal([CopyState.Dirty], runs[0][0].Caches.Select(copy => copy.State));
        Assert.Equal([CopyState.Invalid, CopyState.Dirty], runs[1][0].Caches.Select(copy => copy.State));
    }

    [Fact]
    public void Another_shape_or_another_limit_is_searched_again()
    {
        var cache = new VerdictCache();
        Check(cache, "cpu 0 write fb; dma read fb no_snoop");
        Check(cache, "cpu 0 write fb; dma read fb");
        Check(cache, Example.Guest("cpu 0 write fb; dma read fb"), new SearchLimits(2));

        Assert.Equal(3, cache.Searches);
    }

    [Fact]
    public void A_remembered_verdict_equals_a_fresh_one()
    {
        var cache = new VerdictCache(capacity: 64);
        var paths = new RandomPaths(7);
        for (var i = 0; i < 2_000; i++)
        {
            var path = paths.Next();
            var expected = SearchTests.Text(Example.Check(path));
            Assert.Equal(expected, SearchTests.Text(Check(cache, path)));
            Assert.Equal(expected, SearchTests.Text(Check(cache, path)));
        }
    }

    [Fact]
    public void What_was_not_asked_for_lately_is_forgotten()
    {
        var cache = new VerdictCache(capacity: 4);
        var programs = Enumerable
            .Range(1, 20)
            .Select(writes => string.Concat(Enumerable.Repeat("cpu 0 write b; ", writes)) + "dma read b")
            .ToList();
        foreach (var program in programs)
        {
            Check(cache, program);
        }

        Check(cache, programs[^1]);
        Assert.Equal(20, cache.Searches);
        Check(cache, programs[0]);
        Assert.Equal(21, cache.Searches);
    }

    [Fact]
    public void Threads_may_share_it()
    {
        var cache = new VerdictCache(capacity: 16);
        var expected = Enumerable
            .Range(0, 200)
            .Select(seed => SearchTests.Text(Example.Check(new RandomPaths(seed).Next())))
            .ToList();

        Parallel.For(
            0,
            2_000,
            i =>
            {
                var seed = i % expected.Count;
                var verdict = Check(cache, new RandomPaths(seed).Next());
                Assert.Equal(expected[seed], SearchTests.Text(verdict));
            }
        );
    }

    private static Verdict Check(VerdictCache cache, string program) =>
        Check(cache, Example.Guest(program, WbinvdMode.Nop));

    private static Verdict Check(VerdictCache cache, ProgramPath path, SearchLimits? limits = null) =>
        Checker.Check(path, limits ?? SearchLimits.Default, cache, CancellationToken.None);

    private static IEnumerable<string> Steps(Verdict verdict) =>
        verdict.Run.Select(step =>
            $"{(step.Actor == RunActor.Cpu ? "cpu" : "device")} {step.Number} {step.Action} {step.Buffer}"
        );
}
