using System.Globalization;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;

namespace TopologyLang.Benchmarks;

/// <summary>One large search with one thread and with two, taking turns, so that both meet the same machine.</summary>
public static class ThreadsBenchmark
{
    private const int Pairs = 12;

    public static void Run()
    {
        var path = BenchmarkPrograms.Large();
        Search(1);
        Search(2);
        var pairs = Enumerable.Range(0, Pairs).Select(_ => (One: Search(1), Two: Search(2))).ToList();
        var best = pairs.MaxBy(pair => pair.One.Clock / pair.Two.Clock);
        var (one, two) = (pairs.Min(pair => pair.One.Clock), pairs.Min(pair => pair.Two.Clock));
        var (cpuOfOne, cpuOfTwo) = (pairs.Min(pair => pair.One.Cpu), pairs.Min(pair => pair.Two.Cpu));
        Line(
            $"fastest of {Pairs}: 1 thread {one.TotalSeconds:F2} s, 2 threads {two.TotalSeconds:F2} s, {one / two:F2} times"
        );
        Line(
            $"best pair: {best.One.Clock.TotalSeconds:F2} s and {best.Two.Clock.TotalSeconds:F2} s, {best.One.Clock / best.Two.Clock:F2} times"
        );
        Line(
            $"least processor time: {cpuOfOne.TotalSeconds:F2} s and {cpuOfTwo.TotalSeconds:F2} s, {cpuOfTwo / cpuOfOne:F2} times"
        );

        Timing Search(int threads) =>
            Timing.Of(() =>
                Checker.Check(path, new SearchLimits(100_000_000) { Threads = threads }, CancellationToken.None)
            );
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
