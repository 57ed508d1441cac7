using System.Globalization;
using TopologyLang.CrossCheck;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Coherence.Search;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Benchmarks;

/// <summary>
/// One program of three dependent buffers on three CPUs, its steps taken in the order of the text, given to the
/// checker, SPIN and rumur one after the other; and how long a usual program takes. Of several runs the fastest counts,
/// and processor time stands beside the clock's: the machine may be busy.
/// </summary>
public static class CheckerBenchmark
{
    private const int Runs = 5;

    public static void Run()
    {
        var typical = BenchmarkPrograms.Typical();
        ColdBenchmark.Print(typical);
        Console.WriteLine();
        var dependent = BenchmarkPrograms.Dependent();
        var model = ProductRules.Of(dependent, ModelledCpus.AsChecked, inText: true).Models.Single();
        Console.WriteLine(
            $"{"", -34}{"states", 12}{"states/CPU s", 14}{"bytes/state", 13}{"CPU s", 9}{"seconds", 9}  verdict"
        );
        Ours("topo, 1 thread, every state", dependent, 1, symmetry: false);
        Ours("topo, 1 thread, as shipped", dependent, 1, symmetry: true);
        Theirs("SPIN, depth-first", "spin", () => CheckerRun.Spin(model, breadthFirst: false, optimize: true));
        Theirs("SPIN, breadth-first", "spin", () => CheckerRun.Spin(model, breadthFirst: true, optimize: true));
        Theirs("rumur, 1 thread", "rumur", () => CheckerRun.Rumur(model, optimize: true));
        Console.WriteLine(
            $"{"CMurphi", -34}"
                + $"{(CheckerRun.IsInstalled("mu") ? "found, but has no row here" : "not installed (Debian has no package of it)")}"
        );
        Console.WriteLine();
        var large = BenchmarkPrograms.Large();
        Ours("a larger one, 1 thread", large, 1, symmetry: true);
        Ours("a larger one, 2 threads", large, 2, symmetry: true);
        Console.WriteLine();
        Typical(typical);
    }

    private static void Ours(string name, ProgramPath path, int threads, bool symmetry)
    {
        var limits = new SearchLimits(100_000_000) { Threads = threads };
        SearchResult? result = null;
        var runs = Enumerable
            .Range(0, Runs)
            .Select(_ =>
                Timing.Of(() =>
                    Checker.Check(
                        path,
                        ProgramOrder.InText,
                        limits,
                        program =>
                            result = StateSearch.Run(
                                symmetry ? program : program.WithoutSymmetry(),
                                limits,
                                CancellationToken.None
                            )
                    )
                )
            )
            .ToList();
        Row(
            name,
            result!.States,
            runs.Min(run => run.Clock.TotalSeconds),
            runs.Min(run => run.Cpu.TotalSeconds),
            result.Bytes,
            result.Outcome == SearchOutcome.Stale ? $"stale in {result.Run.Length}" : result.Outcome.ToString()
        );
    }

    private static void Theirs(string name, string program, Func<CheckerAnswer> run)
    {
        if (!CheckerRun.IsInstalled(program) || !CheckerRun.IsInstalled("gcc"))
        {
            Console.WriteLine($"{name, -34}not installed");
            return;
        }

        var answer = Enumerable.Range(0, 3).Select(_ => run()).MinBy(one => one.CpuSeconds)!;
        Row(
            name,
            answer.States,
            answer.Seconds,
            answer.CpuSeconds,
            answer.Bytes,
            answer.Length is { } length ? $"stale in {length}" : "Coherent"
        );
    }

    private static void Row(string name, long states, double seconds, double cpu, long bytes, string verdict) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -34}{states, 12:N0}{states / cpu, 14:N0}{(double)bytes / states, 13:F1}{cpu, 9:F3}"
                    + $"{seconds, 9:F3}  {verdict}"
            )
        );

    private static void Typical(ProgramPath path)
    {
        var warm = Enumerable
            .Range(0, 2000)
            .Min(_ => Seconds(() => Checker.Check(path, SearchLimits.Default, CancellationToken.None)));
        var cache = new VerdictCache();
        var remembered = Enumerable
            .Range(0, 2000)
            .Min(_ => Seconds(() => Checker.Check(path, SearchLimits.Default, cache, CancellationToken.None)));
        var states = Checker.Check(path, SearchLimits.Default, CancellationToken.None).States;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"a program of 10 steps on 2 CPUs ({states} states): searched again {warm * 1e6:F1} us, remembered "
                    + $"{remembered * 1e6:F1} us"
            )
        );
    }

    private static double Seconds(Action action) => Timing.Of(action).Clock.TotalSeconds;
}
