using System.Globalization;
using System.Runtime;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Benchmarks;

/// <summary>
/// The first check of a process, which runs what was compiled ahead and compiles the rest just in time.
/// </summary>
public static class ColdBenchmark
{
    public static void Run() => Print(BenchmarkPrograms.Typical());

    /// <summary>To be called before anything else is checked.</summary>
    internal static void Print(ProgramPath path)
    {
        var before = JitInfo.GetCompiledMethodCount();
        var took = Timing.Of(() => Checker.Check(path, SearchLimits.Default, CancellationToken.None));
        var compiled = JitInfo.GetCompiledMethodCount() - before;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"a program of 10 steps on 2 CPUs, first in the process: {took.Clock.TotalMilliseconds:F1} ms "
                    + $"({took.Cpu.TotalMilliseconds:F0} ms of processor time), with {compiled} methods compiled just "
                    + $"in time"
            )
        );
    }
}
