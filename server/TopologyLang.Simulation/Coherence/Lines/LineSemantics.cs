using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>The line after a step.</summary>
/// <param name="Value">What a load returned; null of everything else.</param>
/// <param name="From">The cache that it came from; null: memory.</param>
internal sealed record LineOutcome(Line After, int? Value = null, int? From = null);

/// <summary>
/// What the steps of a program do to a line: the one place that says so, for the search and for showing a run alike.
/// </summary>
internal static class LineSemantics
{
    /// <summary>Every possible outcome, in a fixed order.</summary>
    public static IEnumerable<LineOutcome> Apply(LineShape shape, LineOp op, Line line)
    {
        var outcomes = op.Operation switch
        {
            LineOperation.Store => Stored(shape, op, line),
            LineOperation.StoreThrough => [new(StoredThrough(shape, op, line))],
            LineOperation.StoreToMemory => [new(ToMemory(op, line))],
            LineOperation.StoreAndInvalidate => [new(ToMemory(op, line.Flushed(shape.AllCaches)))],
            LineOperation.StoreAndFlush => Stored(shape, op, line)
                .Select(stored => new LineOutcome(stored.After.Flushed(shape.AllCaches))),
            LineOperation.DmaStore => DmaStored(shape, op, line),
            LineOperation.DmaStoreEitherWay => DmaStored(shape, op, line).Append(new(ToMemory(op, line))),
            LineOperation.CombineStore => Combined(shape, op, line),
            LineOperation.Load => Loaded(shape, op, line),
            LineOperation.FlushAndLoad => [FromMemory(op, line.Flushed(shape.AllCaches))],
            LineOperation.LoadMemory => [FromMemory(op, line)],
            LineOperation.LoadWriteOnly => [FromMemory(op, line), new(line, Expected(op, line) - 1)],
            LineOperation.Snoop => Snooped(op, line),
            LineOperation.LoadEitherWay => Snooped(op, line).Append(FromMemory(op, line)),
            LineOperation.CombineLoad => Drained(shape, 1UL << op.Cpu, line)
                .SelectMany(after => Checked(shape, after))
                .Select(after => FromMemory(op, after)),
            LineOperation.Flush => [new(line.Flushed(op.On))],
            LineOperation.Clean => [new(line.Cleaned(op.On))],
            LineOperation.Discard => [new(line.Discarded(op.On))],
            LineOperation.DiscardOrFlush => [new(line.Flushed(op.On)), new(line.Discarded(op.On))],
            LineOperation.Drain => Drained(shape, op.On, line).Select(after => new LineOutcome(after)),
            _ => (IEnumerable<LineOutcome>)[new(line)],
        };
        return op.Waits ? outcomes.Where(outcome => outcome.Value == Expected(op, line)) : outcomes;
    }

    /// <summary>What a load is meant to return.</summary>
    public static int Expected(LineOp op, Line line) => op.Value == LineOp.Newest ? line.Newest[op.Word] : op.Value;

    /// <summary>The copies of which a load in this cache can become one, and the line with it there.</summary>
    public static IEnumerable<LineOutcome> Filled(LineShape shape, int cache, int word, Line line)
    {
        foreach (var (words, from) in line.Sources())
        {
            yield return new LineOutcome(line.With(cache, CopyState.Clean, words), words[word], from);
            if (shape.Migrates && from is { } owner && line.Caches[owner].State == CopyState.Dirty)
            {
                yield return new LineOutcome(
                    line.Without(owner).With(cache, CopyState.Dirty, words),
                    words[word],
                    from
                );
            }
        }
    }

    /// <summary>Empties the write-combining buffers of these CPUs, one after the other.</summary>
    public static IEnumerable<Line> Drained(LineShape shape, ulong cpus, Line line)
    {
        IEnumerable<Line> lines = [line];
        for (var cpu = 0; cpu < line.Buffers.Length; cpu++)
        {
            if ((cpus >> cpu & 1) != 0 && !line.BufferIsEmpty(cpu))
            {
                var drained = cpu;
                lines = lines.SelectMany(before => Checked(shape, before).Select(after => Emptied(after, drained)));
            }
        }

        return lines;
    }

    /// <summary>One word leaves the write-combining buffer of this CPU alone.</summary>
    public static IEnumerable<Line> DrainedOf(LineShape shape, int cpu, int word, Line line) =>
        Checked(shape, line)
            .Select(after =>
                after with
                {
                    Memory = after.Memory.SetItem(word, line.Buffers[cpu][word]),
                    Buffers = after.Buffers.SetItem(cpu, after.Buffers[cpu].SetItem(word, Line.Absent)),
                }
            );

    private static Line Emptied(Line line, int cpu) =>
        line with
        {
            Memory =
            [
                .. line.Memory.Select(
                    (old, word) => line.Buffers[cpu][word] == Line.Absent ? old : line.Buffers[cpu][word]
                ),
            ],
            Buffers = line.Buffers.SetItem(cpu, [.. line.Memory.Select(_ => Line.Absent)]),
        };

    /// <summary>The line when a write-combining access comes to memory: flushed, as it is, or both.</summary>
    private static IEnumerable<Line> Checked(LineShape shape, Line line) =>
        shape.Checks switch
        {
            CombiningChecks.Yes => [line.Flushed(shape.AllCaches)],
            CombiningChecks.No => [line],
            _ => [line.Flushed(shape.AllCaches), line],
        };

    private static IEnumerable<LineOutcome> Combined(LineShape shape, LineOp op, Line line)
    {
        if (!shape.Buffers)
        {
            return Checked(shape, line).Select(before => new LineOutcome(ToMemory(op, before)));
        }

        var written = line.Written(op.Word, op.Value);
        var buffer = written.Buffers[op.Cpu].SetItem(op.Word, written.Newest[op.Word]);
        return [new(written with { Buffers = written.Buffers.SetItem(op.Cpu, buffer) })];
    }

    /// <summary>
    /// A store fetches the words of the line that it does not write; of a line of one word there are none.
    /// </summary>
    private static IEnumerable<LineOutcome> Stored(LineShape shape, LineOp op, Line line)
    {
        var written = line.Written(op.Word, op.Value);
        IEnumerable<ImmutableArray<int>> fetched =
            line.Holds(op.Cpu) ? [line.Caches[op.Cpu].Words]
            : shape.Words == 1 ? [line.Memory]
            : line.Sources().Select(source => source.Words);
        var alone = written.Discarded(shape.AllCaches);
        return fetched.Select(words => new LineOutcome(
            alone.With(op.Cpu, CopyState.Dirty, words.SetItem(op.Word, written.Newest[op.Word]))
        ));
    }

    private static Line StoredThrough(LineShape shape, LineOp op, Line line)
    {
        var written = ToMemory(op, line.Flushed(shape.AllCaches));
        return line.Holds(op.Cpu)
            ? written.With(op.Cpu, CopyState.Clean, line.Caches[op.Cpu].Words.SetItem(op.Word, written.Newest[op.Word]))
            : written;
    }

    private static Line ToMemory(LineOp op, Line line) => line.Written(op.Word, op.Value).InMemory(op.Word);

    private static IEnumerable<LineOutcome> DmaStored(LineShape shape, LineOp op, Line line)
    {
        var flushed = line.Flushed(shape.AllCaches);
        var written = ToMemory(op, flushed);
        yield return new LineOutcome(written);
        if (shape.Shared)
        {
            yield return new LineOutcome(
                (written with { Memory = flushed.Memory }).With(shape.Cpus, CopyState.Dirty, written.Memory)
            );
        }
    }

    private static IEnumerable<LineOutcome> Loaded(LineShape shape, LineOp op, Line line) =>
        line.Holds(op.Cpu)
            ? [new(line, line.Caches[op.Cpu].Words[op.Word], op.Cpu)]
            : Filled(shape, op.Cpu, op.Word, line);

    private static IEnumerable<LineOutcome> Snooped(LineOp op, Line line) =>
        line.Sources().Select(source => new LineOutcome(line, source.Words[op.Word], source.From));

    private static LineOutcome FromMemory(LineOp op, Line line) => new(line, line.Memory[op.Word]);
}
