using System.Collections.Immutable;

namespace TopologyLang.CrossCheck;

/// <summary>
/// A line of one word without write-combining buffers: a variable for memory (1: newest) and one for each cache's copy
/// (0 invalid, 1 clean and old, 2 clean and newest, 3 dirty and old, 4 dirty and newest).
/// </summary>
internal sealed class OneWordRules(int line, LineScript script) : LineRules(line, script)
{
    private string Value => $"m{Line}";

    public override IEnumerable<string> Memory => [Value];

    protected override IEnumerable<(string Name, int Largest)> Held => Caches.Select(cache => (Copy(cache), 4));

    private Condition HasDirty => Any(Dirty);

    /// <summary>A snooping read can return the newest value.</summary>
    private Condition CanBeNewest => Any(copy => Is(copy, 4)) | (!HasDirty & (Is(Value, 1) | Any(copy => Is(copy, 2))));

    private Condition CanBeOld => Any(copy => Is(copy, 3)) | (!HasDirty & (Is(Value, 0) | Any(copy => Is(copy, 1))));

    protected override IEnumerable<Rule> Spontaneous()
    {
        foreach (var (cache, copy) in Caches.Select(cache => (cache, Copy(cache))))
        {
            yield return new Rule($"evict {copy}", Dirty(copy), [.. WriteBack(copy), Set(copy, 0)]);
            yield return new Rule($"clean {copy}", Dirty(copy), WriteBack(copy));
            yield return new Rule($"drop {copy}", Is(copy, 1) | Is(copy, 2), [Set(copy, 0)]);
            if (Shape.Prefetch && cache < Shape.Cpus)
            {
                yield return new Rule($"prefetch {copy} newest", Is(copy, 0) & CanBeNewest, [Set(copy, 2)]);
                yield return new Rule($"prefetch {copy} old", Is(copy, 0) & CanBeOld, [Set(copy, 1)]);
                foreach (var owner in Shape.Migrates ? Others(cache) : [])
                {
                    yield return new Rule(
                        $"prefetch {copy} from {owner}, dirty",
                        Is(copy, 0) & Dirty(owner),
                        Migrate(owner, copy)
                    );
                }
            }
        }
    }

    protected override IEnumerable<Effect> OnLine(Act act) =>
        act switch
        {
            Act.Store store => [new Effect([.. DropAll(), Set(Copy(store.Cpu), 4), Set(Value, 0)])],
            Act.StoreThrough store =>
            [
                new Effect([
                    .. Others(store.Cpu).Select(copy => Set(copy, 0)),
                    If(!Is(Copy(store.Cpu), 0), Set(Copy(store.Cpu), 2)),
                    Set(Value, 1),
                ]),
            ],
            Act.StoreToMemory =>
            [
                new Effect([
                    .. Caches
                        .Select(Copy)
                        .SelectMany(copy => new[] { If(Is(copy, 2), Set(copy, 1)), If(Is(copy, 4), Set(copy, 3)) }),
                    Set(Value, 1),
                ]),
            ],
            Act.StoreToShared => [new Effect([.. DropAll(), Set(Copy(Shape.Cpus), 4), Set(Value, 0)])],
            Act.ReadMemory => [new Effect([], Is(Value, 1), Is(Value, 0))],
            Act.Snoop => [new Effect([], CanBeNewest, CanBeOld)],
            Act.Load load => Loads(load.Cpu),
            _ => throw new InvalidOperationException($"{act} needs more than one word"),
        };

    /// <summary>A load that returns an old value ends the run; so the copy that it leaves is the newest.</summary>
    private IEnumerable<Effect> Loads(int cpu)
    {
        var own = Copy(cpu);
        var newest = Is(own, 2) | Is(own, 4) | (Is(own, 0) & CanBeNewest);
        var old = Is(own, 1) | Is(own, 3) | (Is(own, 0) & CanBeOld);
        yield return new Effect([], newest, old, If(Is(own, 0), Set(own, 2)));
        if (Shape.Migrates)
        {
            yield return new Effect(
                [],
                newest,
                old,
                [.. Others(cpu).SelectMany(owner => Migrate(owner, own)), If(Is(own, 0), Set(own, 2))]
            );
        }
    }

    protected override ImmutableArray<Statement> Maintain(Maintenance kind, IEnumerable<int> on)
    {
        var copies = on.Select(Copy).ToList();
        return
        [
            .. kind == Maintenance.Discard ? [] : copies.SelectMany(copy => WriteBack(copy)),
            .. kind == Maintenance.Clean ? [] : copies.Select(copy => Set(copy, 0)),
        ];
    }

    /// <summary>The dirty line goes over to a cache that has none.</summary>
    private static ImmutableArray<Statement> Migrate(string owner, string to) =>
        [
            If(Is(to, 0) & Is(owner, 3), Set(to, 3), Set(owner, 0)),
            If(Is(to, 0) & Is(owner, 4), Set(to, 4), Set(owner, 0)),
        ];

    private ImmutableArray<Statement> WriteBack(string copy) =>
        [If(Is(copy, 3), Set(Value, 0), Set(copy, 1)), If(Is(copy, 4), Set(Value, 1), Set(copy, 2))];

    private IEnumerable<Statement> DropAll() => Caches.Select(cache => Set(Copy(cache), 0));

    private IEnumerable<string> Others(int cpu) => Caches.Where(cache => cache != cpu).Select(Copy);

    private string Copy(int cache) => $"c{Line}_{cache}";

    private Condition Any(Func<string, Condition> condition) => Condition.Any(Caches.Select(Copy).Select(condition));

    private static Condition Dirty(string copy) => new Condition.AtLeast(copy, 3);
}
