using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>Physical CPUs on whose caches a step acts: every one of the host, or those listed (ascending).</summary>
internal readonly record struct CpuSet(bool Every, ImmutableArray<int> Listed)
{
    public static readonly CpuSet None = new(false, []);
    public static readonly CpuSet All = new(true, []);

    public bool IsEmpty => !Every && Listed.IsEmpty;

    public static CpuSet Of(IEnumerable<int> cpus) => new(false, [.. cpus.Distinct().Order()]);

    public bool Contains(int cpu) => Every || Listed.Contains(cpu);
}
