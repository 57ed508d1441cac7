namespace TopologyLang.Analysis.Runs;

/// <summary>What is different between two states, in words.</summary>
internal static class RunEffects
{
    public static IEnumerable<string> Between(RunState before, RunState after)
    {
        var moved = before.Caches.Zip(after.Caches).Where(pair => pair.First != pair.Second).ToList();
        var effects = moved.Select(pair => OfCache(pair.First, pair.Second, after.Memory));
        var writtenBack = moved.Exists(pair => WrittenBack(pair.First, pair.Second, after.Memory));
        if (before.Memory != after.Memory && !writtenBack)
        {
            effects = effects.Prepend($"memory holds {after.Memory}");
        }

        effects = effects.Concat(Elsewhere(before, after));
        if (before.Expected != after.Expected)
        {
            effects = effects.Concat(Outdated(before, after));
        }

        return effects.Concat(Waiting(before, after));
    }

    /// <summary>In the parts that only richer profiles have.</summary>
    private static IEnumerable<string> Elsewhere(RunState before, RunState after)
    {
        if (before.Shared != after.Shared)
        {
            yield return after.Shared is { Value: { } value }
                ? $"the shared cache holds {value}"
                : "the shared cache drops its copy";
        }

        foreach (var (_, now) in before.Combining.Zip(after.Combining).Where(pair => pair.First != pair.Second))
        {
            yield return now.Value is { } held
                ? $"the write-combining buffer of CPU {now.Cpu} holds {held}"
                : $"the write-combining buffer of CPU {now.Cpu} is empty";
        }
    }

    private static string OfCache(CacheLine before, CacheLine after, string memory) =>
        (before.State, after.State) switch
        {
            (StateNames.Dirty, StateNames.Invalid) when before.Value == memory =>
                $"cache {after.Cpu} writes {before.Value} back to memory and drops it",
            (StateNames.Dirty, StateNames.Clean) when before.Value == memory =>
                $"cache {after.Cpu} writes {before.Value} back to memory and keeps it",
            (StateNames.Dirty, StateNames.Invalid) => $"cache {after.Cpu} drops {before.Value} without writing it back",
            (_, StateNames.Invalid) => $"cache {after.Cpu} drops its copy ({before.Value})",
            (_, StateNames.Dirty) => $"cache {after.Cpu} holds {after.Value}, which memory does not have yet",
            _ => $"cache {after.Cpu} holds a copy of {after.Value}",
        };

    private static bool WrittenBack(CacheLine before, CacheLine after, string memory) =>
        before.State == StateNames.Dirty && after.State != StateNames.Dirty && before.Value == memory;

    /// <summary>After a write: copies that it did not reach.</summary>
    private static IEnumerable<string> Outdated(RunState before, RunState after) =>
        before
            .Caches.Zip(after.Caches)
            .Where(pair =>
                pair.First == pair.Second && pair.Second.Value is not null && pair.Second.Value != after.Expected
            )
            .Select(pair => $"cache {pair.Second.Cpu} still holds the older {pair.Second.Value}");

    private static IEnumerable<string> Waiting(RunState before, RunState after) =>
        after
            .Pending.Except(before.Pending)
            .Select(_ => "it is pending, and takes effect at the next fence of this CPU or at any time before");
}
