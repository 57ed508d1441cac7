namespace TopologyLang.Simulation.Coherence;

/// <summary>What a cache, or the write-combining buffer of a CPU, does by itself.</summary>
/// <param name="Action"><c>evict</c>, <c>clean</c>, <c>drop</c>, <c>prefetch</c> or <c>drain</c>.</param>
internal sealed record SpontaneousStep(int Cache, string Action, Line After);

/// <summary>The steps that caches and buffers may take between any two of the program's, in a fixed order.</summary>
internal static class LineEnvironment
{
    public static IEnumerable<SpontaneousStep> Steps(LineShape shape, Line line) =>
        Enumerable.Range(0, shape.Caches).SelectMany(cache => OfCache(shape, cache, line))
            .Concat(Enumerable.Range(0, line.Buffers.Length).Where(cpu => !line.BufferIsEmpty(cpu))
                .SelectMany(cpu => LineSemantics.Drained(shape, 1UL << cpu, line).Select(after => new SpontaneousStep(cpu, "drain", after))));

    private static IEnumerable<SpontaneousStep> OfCache(LineShape shape, int cache, Line line)
    {
        var on = 1UL << cache;
        return line.Caches[cache].State switch
        {
            CopyState.Dirty => [new(cache, "evict", line.Flushed(on)), new(cache, "clean", line.Cleaned(on))],
            CopyState.Clean => [new(cache, "drop", line.Discarded(on))],

            // Into the shared cache lines come by DMA alone.
            _ when shape.Prefetch && cache < shape.Cpus =>
                LineSemantics.Filled(shape, cache, 0, line).Select(filled => new SpontaneousStep(cache, "prefetch", filled.After)),
            _ => [],
        };
    }
}
