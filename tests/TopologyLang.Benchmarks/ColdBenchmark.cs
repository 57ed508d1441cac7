using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Benchmarks;

/// <summary>The first check of a process, which runs what was compiled ahead and compiles the rest just in time.</summary>
public static class ColdBenchmark
{
    public static void Run() => Print(BenchmarkPrograms.Typical());

    /// <summary>To be called before anything else is checked.</summary>
    internal static void Print(ProgramPath path)
    {
        var (before, cpu, start) = (JitInfo.GetCompiledMethodCount(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        Checker.Check(path, SearchLimits.Default, CancellationToken.None);
        var (clock, compiled) = (Stopwatch.GetElapsedTime(start), JitInfo.GetCompiledMethodCount() - before);
        var used = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a program of 10 steps on 2 CPUs, first in the process: {clock.TotalMilliseconds:F1} ms ({used.TotalMilliseconds:F0} ms of processor time), with {compiled} methods compiled just in time"));
    }
}
