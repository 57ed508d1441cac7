namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>What a cache, or the write-combining buffer of a CPU, does by itself.</summary>
/// <param name="Action"><c>evict</c>, <c>clean</c>, <c>drop</c>, <c>prefetch</c>, <c>drain</c> or
/// <c>drain_part</c>.</param>
/// <param name="Word">The word that a <c>drain_part</c> is about; the others are about the line.</param>
internal sealed record SpontaneousStep(int Cache, string Action, Line After, int Word = 0);

/// <summary>The steps that caches and buffers may take between any two of the program's, in a fixed order.</summary>
internal static class LineEnvironment
{
    public static IEnumerable<SpontaneousStep> Steps(LineShape shape, Line line) =>
        Enumerable
            .Range(0, shape.Caches)
            .SelectMany(cache => OfCache(shape, cache, line))
            .Concat(
                Enumerable
                    .Range(0, line.Buffers.Length)
                    .Where(cpu => !line.BufferIsEmpty(cpu))
                    .SelectMany(cpu => OfBuffer(shape, cpu, line))
            );

    /// <summary>
    /// A buffer that is not full may be written in parts, in any order (Intel SDM vol. 3, 11.3.1: "no guaranteed
    /// ordering between successive partial writes"), and others may look between two of them.
    /// </summary>
    private static IEnumerable<SpontaneousStep> OfBuffer(LineShape shape, int cpu, Line line)
    {
        var held = Enumerable.Range(0, shape.Words).Where(word => line.Buffers[cpu][word] != Line.Absent).ToList();
        return LineSemantics
            .Drained(shape, 1UL << cpu, line)
            .Select(after => new SpontaneousStep(cpu, "drain", after))
            .Concat(
                held.Where(_ => held.Count > 1)
                    .SelectMany(word =>
                        LineSemantics
                            .DrainedOf(shape, cpu, word, line)
                            .Select(after => new SpontaneousStep(cpu, "drain_part", after, word))
                    )
            );
    }

    private static IEnumerable<SpontaneousStep> OfCache(LineShape shape, int cache, Line line)
    {
        var on = 1UL << cache;
        return line.Caches[cache].State switch
        {
            CopyState.Dirty => [new(cache, "evict", line.Flushed(on)), new(cache, "clean", line.Cleaned(on))],
            CopyState.Clean => [new(cache, "drop", line.Discarded(on))],

            // Into the shared cache lines come by DMA alone.
            _ when shape.Prefetch && cache < shape.Cpus => LineSemantics
                .Filled(shape, cache, 0, line)
                .Select(filled => new SpontaneousStep(cache, "prefetch", filled.After)),
            _ => [],
        };
    }
}
