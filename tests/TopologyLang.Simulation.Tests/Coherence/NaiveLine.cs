using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>What a cache holds: <c>-</c> nothing, <c>C</c> or <c>D</c> with the words' values.</summary>
internal sealed record NaiveCopy(char State, ImmutableArray<int> Words)
{
    public static readonly NaiveCopy Invalid = new('-', []);

    public override string ToString() => State + string.Join(',', Words);
}

/// <summary>A line operation on its way.</summary>
/// <param name="Agent">Who issued it: a vCPU takes it along when it moves.</param>
/// <param name="Cpu">The physical CPU that executed it.</param>
internal sealed record NaivePending(string Agent, int Cpu, string Operation);

/// <summary>
/// Memory, each cache's copy (the shared cache's last), each CPU's write-combining buffer, pending operations with who
/// issued them, and the value of each word that was written last.
/// </summary>
internal sealed record NaiveLine(
    ImmutableArray<int> Memory,
    ImmutableArray<NaiveCopy> Caches,
    ImmutableArray<ImmutableArray<int?>> Buffers,
    ImmutableList<NaivePending> Pending,
    ImmutableArray<int> Expected
)
{
    public string Key =>
        $"{string.Join(',', Memory)} {string.Join(' ', Caches)} "
        + $"{string.Join(' ', Buffers.Select(words => string.Join(',', words.Select(word => word?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"))))}"
        + $" {string.Join(' ', Pending.Select(one => $"{one.Agent}@{one.Cpu}{one.Operation}"))} "
        + $"{string.Join(',', Expected)}";

    public static string TextOf(CacheCopy copy) =>
        copy.State switch
        {
            CopyState.Clean => $"C{copy.Value}",
            CopyState.Dirty => $"D{copy.Value}",
            _ => "-",
        };

    public static string TextOf(NaiveCopy copy, int word) =>
        copy.State == '-' ? "-" : $"{copy.State}{copy.Words[word]}";

    public NaiveLine WrittenBack(int cache) =>
        Caches[cache].State == 'D'
            ? this with
            {
                Memory = Caches[cache].Words,
                Caches = Caches.SetItem(cache, Caches[cache] with { State = 'C' }),
            }
            : this;

    public NaiveLine Dropped(int cache) => this with { Caches = Caches.SetItem(cache, NaiveCopy.Invalid) };

    public NaiveLine With(int cache, char state, ImmutableArray<int> words) =>
        this with
        {
            Caches = Caches.SetItem(cache, new NaiveCopy(state, words)),
        };

    /// <summary>The number of the value that the present step writes.</summary>
    public int Next { get; init; }

    public NaiveLine NewWrite(int word) => this with { Expected = Expected.SetItem(word, Next) };

    public NaiveLine NewInMemory(int word)
    {
        var written = NewWrite(word);
        return written with { Memory = written.Memory.SetItem(word, written.Expected[word]) };
    }

    public NaiveLine CleanedEverywhere() => All().Aggregate(this, (line, cache) => line.WrittenBack(cache));

    public NaiveLine DroppedEverywhere() => All().Aggregate(this, (line, cache) => line.Dropped(cache));

    public NaiveLine FlushedEverywhere() => CleanedEverywhere().DroppedEverywhere();

    /// <summary>Each value that a snooping read can get, with the cache that has it dirty.</summary>
    public IEnumerable<(ImmutableArray<int> Words, int? DirtyIn)> Snooped()
    {
        var dirty = All().Where(cache => Caches[cache].State == 'D').ToList();
        return dirty.Count > 0
            ? [(Caches[dirty.Single()].Words, dirty.Single())]
            : Caches.Where(copy => copy.State == 'C').Select(copy => (copy.Words, (int?)null)).Append((Memory, null));
    }

    /// <summary>What a cache that lacks the line may have after it was read into it.</summary>
    public IEnumerable<NaiveLine> ReadInto(int cache, bool migrate)
    {
        foreach (var (words, dirty) in Snooped())
        {
            yield return With(cache, 'C', words);
            if (migrate && dirty is { } owner)
            {
                yield return Dropped(owner).With(cache, 'D', words);
            }
        }
    }

    /// <param name="looks">Whether what the buffer holds looks into the caches on its way.</param>
    public NaiveLine Drained(int cpu, bool looks)
    {
        var line = looks ? FlushedEverywhere() : this;
        return line with
        {
            Memory = [.. line.Memory.Select((old, word) => Buffers[cpu][word] ?? old)],
            Buffers = Buffers.SetItem(cpu, [.. Memory.Select(_ => (int?)null)]),
        };
    }

    /// <summary>One word alone, as a partial write.</summary>
    public NaiveLine DrainedPartly(int cpu, int word, bool looks)
    {
        var line = looks ? FlushedEverywhere() : this;
        return line with
        {
            Memory = line.Memory.SetItem(word, Buffers[cpu][word]!.Value),
            Buffers = Buffers.SetItem(cpu, Buffers[cpu].SetItem(word, null)),
        };
    }

    public bool Combines(int cpu) => Buffers[cpu].Any(word => word is not null);

    public IEnumerable<NaiveLine> Done(string operation) =>
        operation switch
        {
            "Clwb" or "DcCvac" => [CleanedEverywhere()],
            "Clflushopt" or "DcCivac" => [FlushedEverywhere()],
            "DcIvac" => [DroppedEverywhere(), FlushedEverywhere()],
            _ => throw new ArgumentException(operation),
        };

    /// <summary>All of these pending operations take effect, in every order.</summary>
    public IEnumerable<NaiveLine> CompletedBy(Func<NaivePending, bool> which)
    {
        var theirs = Pending.Where(which).ToList();
        return theirs.Count == 0
            ? [this]
            : theirs
                .SelectMany(one => CompletedOne(one))
                .SelectMany(line => line.CompletedBy(which))
                .DistinctBy(line => line.Key);
    }

    /// <param name="looks">The possible ways of a buffer to memory.</param>
    public IEnumerable<NaiveLine> Spontaneous(bool mayPrefetch, bool migrate, bool[] looks)
    {
        foreach (var cache in All())
        {
            IEnumerable<NaiveLine> after = Caches[cache].State switch
            {
                'D' => [WrittenBack(cache).Dropped(cache), WrittenBack(cache)],
                'C' => [Dropped(cache)],
                _ => mayPrefetch && cache < Buffers.Length ? ReadInto(cache, migrate) : [],
            };
            foreach (var line in after)
            {
                yield return line;
            }
        }

        foreach (var cpu in Enumerable.Range(0, Buffers.Length).Where(Combines))
        {
            foreach (var way in looks)
            {
                yield return Drained(cpu, way);
                for (var word = 0; word < Memory.Length; word++)
                {
                    if (Buffers[cpu][word] is not null)
                    {
                        yield return DrainedPartly(cpu, word, way);
                    }
                }
            }
        }

        foreach (var line in Pending.SelectMany(CompletedOne))
        {
            yield return line;
        }
    }

    private IEnumerable<NaiveLine> CompletedOne(NaivePending one) =>
        (this with { Pending = Pending.Remove(one) }).Done(one.Operation);

    private IEnumerable<int> All() => Enumerable.Range(0, Caches.Length);
}
