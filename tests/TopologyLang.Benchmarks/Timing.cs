using System.Diagnostics;

namespace TopologyLang.Benchmarks;

/// <summary>How long something took by the clock, and of the processor's time: the machine may be busy.</summary>
internal readonly record struct Timing(TimeSpan Clock, TimeSpan Cpu)
{
    public static Timing Of(Action action)
    {
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        action();
        return new Timing(Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu);
    }
}
