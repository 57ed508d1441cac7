using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>One cache's copy of a line.</summary>
/// <param name="Words">Meaningless while invalid.</param>
internal sealed record LineCopy(CopyState State, ImmutableArray<int> Words)
{
    public static readonly LineCopy Invalid = new(CopyState.Invalid, []);
}

/// <summary>A value that a snooping read can return.</summary>
/// <param name="From">The cache whose copy it is; null: memory.</param>
internal sealed record LineSource(ImmutableArray<int> Words, int? From);

/// <summary>
/// One state of a line. A value is the number of the write that made it: 0 is what memory held at the start.
/// </summary>
/// <param name="Caches">By index: the modelled CPUs', then the shared one.</param>
/// <param name="Buffers">Of each modelled CPU, what its write-combining buffer holds of each word
/// (<see cref="Absent"/>: nothing).</param>
/// <param name="Newest">Of each word, the value that was written last.</param>
internal sealed record Line(
    ImmutableArray<int> Memory,
    ImmutableArray<LineCopy> Caches,
    ImmutableArray<ImmutableArray<int>> Buffers,
    ImmutableArray<int> Newest
)
{
    public const int Absent = -1;

    public static Line Start(LineShape shape)
    {
        ImmutableArray<int> zeros = [.. new int[shape.Words]];
        ImmutableArray<int> empty = [.. Enumerable.Repeat(Absent, shape.Words)];
        return new Line(
            zeros,
            [.. Enumerable.Repeat(LineCopy.Invalid, shape.Caches)],
            shape.Buffers ? [.. Enumerable.Repeat(empty, shape.Cpus)] : [],
            zeros
        );
    }

    public bool Holds(int cache) => Caches[cache].State != CopyState.Invalid;

    public bool BufferIsEmpty(int cpu) => Buffers[cpu].All(word => word == Absent);

    /// <summary>What a snooping read can return.</summary>
    public IEnumerable<LineSource> Sources()
    {
        var dirty = DirtyCache();
        if (dirty >= 0)
        {
            yield return new LineSource(Caches[dirty].Words, dirty);
            yield break;
        }

        yield return new LineSource(Memory, null);
        for (var cache = 0; cache < Caches.Length; cache++)
        {
            if (Holds(cache))
            {
                yield return new LineSource(Caches[cache].Words, cache);
            }
        }
    }

    public Line With(int cache, CopyState state, ImmutableArray<int> words) =>
        this with
        {
            Caches = Caches.SetItem(cache, new LineCopy(state, words)),
        };

    public Line Without(int cache) => this with { Caches = Caches.SetItem(cache, LineCopy.Invalid) };

    /// <summary>Writes back the dirty copy if it is in one of these caches, where it stays clean.</summary>
    public Line Cleaned(ulong on)
    {
        var dirty = DirtyCache();
        return dirty >= 0 && (on >> dirty & 1) != 0
            ? With(dirty, CopyState.Clean, Caches[dirty].Words) with
            {
                Memory = Caches[dirty].Words,
            }
            : this;
    }

    public Line Discarded(ulong on) =>
        this with
        {
            Caches = [.. Caches.Select((copy, cache) => (on >> cache & 1) != 0 ? LineCopy.Invalid : copy)],
        };

    public Line Flushed(ulong on) => Cleaned(on).Discarded(on);

    /// <summary>A write makes every value of the word old. Where the new one is, is the caller's to say.</summary>
    /// <param name="value">The value's number; <see cref="LineOp.Newest"/>: the next one.</param>
    public Line Written(int word, int value) =>
        this with
        {
            Newest = Newest.SetItem(word, value == LineOp.Newest ? Newest[word] + 1 : value),
        };

    /// <summary>The line with other names for its values.</summary>
    public Line Renamed(Func<int, int, int> name) =>
        this with
        {
            Memory = [.. Memory.Select((value, word) => name(word, value))],
            Caches =
            [
                .. Caches.Select(copy =>
                    copy with
                    {
                        Words = [.. copy.Words.Select((value, word) => name(word, value))],
                    }
                ),
            ],
            Buffers =
            [
                .. Buffers.Select(buffer =>
                    buffer.Select((value, word) => value == Absent ? Absent : name(word, value)).ToImmutableArray()
                ),
            ],
        };

    public Line InMemory(int word) => this with { Memory = Memory.SetItem(word, Newest[word]) };

    private int DirtyCache()
    {
        for (var cache = 0; cache < Caches.Length; cache++)
        {
            if (Caches[cache].State == CopyState.Dirty)
            {
                return cache;
            }
        }

        return -1;
    }
}
