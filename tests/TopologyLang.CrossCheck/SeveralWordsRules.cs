using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck;

/// <summary>
/// A line of several words, or one with write-combining buffers that show: for each word a variable of memory, of each
/// copy and of each buffer, and one for the state of each copy (0 invalid, 1 clean, 2 dirty). A word is 1 if it is the
/// newest; in a buffer 0 is nothing, 1 old, 2 newest. The words of an invalid copy are 0.
/// </summary>
internal sealed class SeveralWordsRules(int line, LineScript script) : LineRules(line, script)
{
    private const int Invalid = 0;
    private const int Clean = 1;
    private const int Dirty = 2;
    private const int Nothing = 0;
    private const int Old = 1;
    private const int Newest = 2;

    public override IEnumerable<string> Memory => Words.Select(InMemory);

    protected override IEnumerable<(string Name, int Largest)> Held =>
        [
            .. Caches.Select(cache => (Copy(cache), Dirty)),
            .. Caches.SelectMany(cache => Words.Select(word => (InCopy(cache, word), 1))),
            .. Buffers.SelectMany(cpu => Words.Select(word => (InBuffer(cpu, word), Newest))),
        ];

    private IEnumerable<int> Words => Enumerable.Range(0, Shape.Words);

    /// <summary>CPUs that have one.</summary>
    private IEnumerable<int> Buffers => Shape.Buffers ? Enumerable.Range(0, Shape.Cpus) : [];

    private Condition HasDirty => Condition.Any(Caches.Select(cache => Is(Copy(cache), Dirty)));

    protected override IEnumerable<Rule> Spontaneous() =>
        [
            .. Caches.SelectMany(OfCache),
            .. from cpu in Buffers
            from part in Words.Select(word => new[] { word }).Prepend([.. Words])
            from drain in Drains(cpu, part)
            select new Rule($"drain {cpu} of {string.Join(' ', part)}", Holds(cpu, part), drain.First),
        ];

    protected override IEnumerable<Effect> OnLine(Act act) =>
        act switch
        {
            Act.Store store => Fetches(store.Cpu, mayMigrate: false)
                .Select(fetch => new Effect([.. fetch, .. Stored(store.Cpu, store.Word)])),
            Act.StoreThrough store => [new Effect(StoredThrough(store.Cpu, store.Word))],
            Act.StoreToMemory store => [new Effect([.. AllOld(store.Word), Set(InMemory(store.Word), 1)])],
            Act.StoreToShared store => [new Effect(StoredToShared(store.Word))],
            Act.StoreToBuffer store =>
            [
                new Effect([.. AllOld(store.Word), Set(InBuffer(store.Cpu, store.Word), Newest)]),
            ],
            Act.Load load => Fetches(load.Cpu, Shape.Migrates)
                .Select(fetch => new Effect(
                    fetch,
                    Is(InCopy(load.Cpu, load.Word), 1),
                    Is(InCopy(load.Cpu, load.Word), 0)
                )),
            Act.ReadMemory read => [new Effect([], Is(InMemory(read.Word), 1), Is(InMemory(read.Word), 0))],
            Act.Snoop snoop => [new Effect([], CanBe(1, snoop.Word), CanBe(0, snoop.Word))],
            Act.Drain drain => Drains(drain.Cpu, Words),
            _ => throw new InvalidOperationException($"{act} is no act on a line"),
        };

    protected override ImmutableArray<Statement> Maintain(Maintenance kind, IEnumerable<int> on) =>
        [
            .. kind == Maintenance.Discard ? [] : on.Select(WriteBack),
            .. kind == Maintenance.Clean ? [] : on.SelectMany(cache => Drop(cache)),
        ];

    private IEnumerable<Rule> OfCache(int cache)
    {
        yield return new Rule($"evict {Copy(cache)}", Is(Copy(cache), Dirty), [WriteBack(cache), .. Drop(cache)]);
        yield return new Rule($"clean {Copy(cache)}", Is(Copy(cache), Dirty), [WriteBack(cache)]);
        yield return new Rule($"drop {Copy(cache)}", Is(Copy(cache), Clean), Drop(cache));
        if (!Shape.Prefetch || cache >= Shape.Cpus)
        {
            yield break;
        }

        var lacks = Is(Copy(cache), Invalid);
        yield return new Rule($"prefetch {Copy(cache)}", lacks & !HasDirty, TakeFromMemory(cache));
        foreach (var other in Others(cache))
        {
            yield return new Rule(
                $"prefetch {Copy(cache)} from {Copy(other)}",
                lacks & CanGive(other),
                Take(cache, other)
            );
            if (Shape.Migrates)
            {
                yield return new Rule(
                    $"prefetch {Copy(cache)} from {Copy(other)}, dirty",
                    lacks & Is(Copy(other), Dirty),
                    GoOver(cache, other)
                );
            }
        }
    }

    /// <summary>
    /// A cache that lacks the line gets it by a snooping read. Which copy it will be is chosen before it is known which
    /// there are: a choice that is none stands for memory, or for the dirty copy if there is one.
    /// </summary>
    private IEnumerable<ImmutableArray<Statement>> Fetches(int cache, bool mayMigrate)
    {
        var lacks = Is(Copy(cache), Invalid);
        ImmutableArray<Statement> usual =
        [
            .. Others(cache).Select(owner => If(lacks & Is(Copy(owner), Dirty), Take(cache, owner))),
            If(lacks, TakeFromMemory(cache)),
        ];
        yield return usual;
        foreach (var other in Others(cache))
        {
            yield return [If(lacks & CanGive(other), Take(cache, other)), .. usual];
        }

        if (mayMigrate)
        {
            yield return
            [
                .. Others(cache).Select(owner => If(lacks & Is(Copy(owner), Dirty), GoOver(cache, owner))),
                .. usual,
            ];
        }
    }

    /// <summary>A snooping read may return this copy.</summary>
    private Condition CanGive(int cache) => Is(Copy(cache), Dirty) | (Is(Copy(cache), Clean) & !HasDirty);

    private Condition CanBe(int age, int word) =>
        (!HasDirty & Is(InMemory(word), age))
        | Condition.Any(Caches.Select(cache => CanGive(cache) & Is(InCopy(cache, word), age)));

    private ImmutableArray<Statement> Stored(int cpu, int word) =>
        [
            .. AllOld(word),
            .. Others(cpu).SelectMany(other => Drop(other)),
            Set(Copy(cpu), Dirty),
            Set(InCopy(cpu, word), 1),
        ];

    private ImmutableArray<Statement> StoredThrough(int cpu, int word) =>
        [
            .. Caches.Select(WriteBack),
            .. Others(cpu).SelectMany(other => Drop(other)),
            .. AllOld(word),
            If(!Is(Copy(cpu), Invalid), Set(InCopy(cpu, word), 1)),
            Set(InMemory(word), 1),
        ];

    /// <summary>The rest of the line is memory's, to which it was just flushed.</summary>
    private ImmutableArray<Statement> StoredToShared(int word) =>
        [
            .. AllOld(word),
            .. TakeFromMemory(Shape.Cpus),
            Set(Copy(Shape.Cpus), Dirty),
            Set(InCopy(Shape.Cpus, word), 1),
        ];

    /// <summary>A write makes every value of the word old, wherever it is.</summary>
    private IEnumerable<Statement> AllOld(int word) =>
        [
            Set(InMemory(word), 0),
            .. Caches.Select(cache => Set(InCopy(cache, word), 0)),
            .. Buffers.Select(cpu => If(Is(InBuffer(cpu, word), Newest), Set(InBuffer(cpu, word), Old))),
        ];

    /// <summary>What the buffer holds looks into the caches on its way, or does not, or either.</summary>
    private IEnumerable<Effect> Drains(int cpu, IEnumerable<int> words)
    {
        ImmutableArray<Statement> empties =
        [
            .. words.SelectMany(word =>
                new[]
                {
                    If(Is(InBuffer(cpu, word), Old), Set(InMemory(word), 0)),
                    If(Is(InBuffer(cpu, word), Newest), Set(InMemory(word), 1)),
                    Set(InBuffer(cpu, word), Nothing),
                }
            ),
        ];
        ImmutableArray<Statement> looking = [If(Holds(cpu, words), Maintain(Maintenance.Flush, Caches)), .. empties];
        return Shape.Checks switch
        {
            CombiningChecks.Yes => [new Effect(looking)],
            CombiningChecks.No => [new Effect(empties)],
            _ => [new Effect(looking), new Effect(empties)],
        };
    }

    private Condition Holds(int cpu, IEnumerable<int> words) =>
        Condition.Any(words.Select(word => !Is(InBuffer(cpu, word), Nothing)));

    private Statement WriteBack(int cache) =>
        If(
            Is(Copy(cache), Dirty),
            [.. Words.Select(word => new Statement.Copy(InMemory(word), InCopy(cache, word))), Set(Copy(cache), Clean)]
        );

    private ImmutableArray<Statement> Drop(int cache) =>
        [Set(Copy(cache), Invalid), .. Words.Select(word => Set(InCopy(cache, word), 0))];

    private ImmutableArray<Statement> Take(int cache, int from) =>
        [Set(Copy(cache), Clean), .. Words.Select(word => new Statement.Copy(InCopy(cache, word), InCopy(from, word)))];

    private ImmutableArray<Statement> TakeFromMemory(int cache) =>
        [Set(Copy(cache), Clean), .. Words.Select(word => new Statement.Copy(InCopy(cache, word), InMemory(word)))];

    /// <summary>The dirty line itself goes over.</summary>
    private ImmutableArray<Statement> GoOver(int cache, int from) =>
        [.. Take(cache, from), Set(Copy(cache), Dirty), .. Drop(from)];

    private IEnumerable<int> Others(int cache) => Caches.Where(other => other != cache);

    private string Copy(int cache) => $"c{Line}_{cache}";

    private string InCopy(int cache, int word) => $"c{Line}_{cache}_{word}";

    private string InMemory(int word) => $"m{Line}_{word}";

    private string InBuffer(int cpu, int word) => $"b{Line}_{cpu}_{word}";
}
