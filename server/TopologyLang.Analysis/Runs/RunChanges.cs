using System.Collections.Immutable;

namespace TopologyLang.Analysis.Runs;

/// <summary>Which cells of a state a step changed.</summary>
internal static class RunChanges
{
    public static ImmutableArray<string> Between(RunState before, RunState after) => [.. Cells(before, after)];

    private static IEnumerable<string> Cells(RunState before, RunState after)
    {
        if (before.Memory != after.Memory)
        {
            yield return "memory";
        }

        foreach (var (_, now) in before.Caches.Zip(after.Caches).Where(pair => pair.First != pair.Second))
        {
            yield return $"cache {now.Cpu}";
        }

        foreach (
            var actor in before
                .Pending.Except(after.Pending)
                .Concat(after.Pending.Except(before.Pending))
                .Select(one => one.Actor)
                .Distinct()
        )
        {
            yield return $"pending {actor}";
        }

        if (before.Shared != after.Shared)
        {
            yield return "shared cache";
        }

        foreach (var (_, now) in before.Combining.Zip(after.Combining).Where(pair => pair.First != pair.Second))
        {
            yield return $"write buffer {now.Cpu}";
        }

        if (before.Expected != after.Expected)
        {
            yield return "expected";
        }

        foreach (var (_, now) in before.Vcpus.Zip(after.Vcpus).Where(pair => !Same(pair.First, pair.Second)))
        {
            yield return $"vcpu {now.Number}";
        }
    }

    private static bool Same(Vcpu one, Vcpu other) =>
        one.PhysicalCpu == other.PhysicalCpu && (one.DirtyMask ?? []).SequenceEqual(other.DirtyMask ?? []);
}
