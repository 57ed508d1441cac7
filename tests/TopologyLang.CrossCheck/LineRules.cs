using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;

namespace TopologyLang.CrossCheck;

/// <summary>
/// A part of a step: what it does, and where it reads, what must hold after <paramref name="First"/> for each value.
/// </summary>
/// <param name="Newest">The newest value can be read; null: nothing is read.</param>
/// <param name="Old">An old one can be.</param>
internal sealed record Effect(
    ImmutableArray<Statement> First,
    Condition? Newest = null,
    Condition? Old = null,
    params ImmutableArray<Statement> Then
);

/// <summary>
/// The rules of one line, as one would write them for a model checker, with a variable for each thing that a line
/// consists of: memory, copies, write-combining buffers and pending operations.
/// </summary>
internal abstract class LineRules(int line, LineScript script)
{
    public static LineRules Of(int line, LineScript script) =>
        script.Shape is { Words: 1, Buffers: false }
            ? new OneWordRules(line, script)
            : new SeveralWordsRules(line, script);

    protected int Line => line;

    protected LineShape Shape => script.Shape;

    protected IEnumerable<int> Caches => Enumerable.Range(0, Shape.Caches);

    /// <summary>Those that start at 1: memory holds the newest value.</summary>
    public abstract IEnumerable<string> Memory { get; }

    /// <summary>All variables but those of memory and of pending operations, with their largest values.</summary>
    protected abstract IEnumerable<(string Name, int Largest)> Held { get; }

    public IEnumerable<(string Name, int Largest)> Variables =>
        [
            .. Memory.Select(memory => (memory, 1)),
            .. Held,
            .. Enumerable.Range(0, script.Slots.Count).Select(slot => (Slot(slot), 1)),
        ];

    /// <summary>What caches and buffers do by themselves, and pending operations that take effect.</summary>
    public IEnumerable<Rule> Environment() =>
        Spontaneous()
            .Concat(
                from slot in Enumerable.Range(0, script.Slots.Count)
                from kind in script.Slots[slot]
                select new Rule(
                    $"complete {Slot(slot)}",
                    Is(Slot(slot), 1),
                    [Set(Slot(slot), 0), .. Maintain(kind, Caches)]
                )
            );

    /// <summary>What the program's step at this place may do: when it can, and what.</summary>
    public IEnumerable<(Condition Guard, ImmutableArray<Statement> Body)> Step(int pc)
    {
        var step = script.Steps[pc];
        return step.Ways.SelectMany(way =>
            way.Aggregate(
                (IEnumerable<(Condition Guard, ImmutableArray<Statement> Body)>)[(Condition.True, [])],
                (before, act) =>
                    before.SelectMany(done => Effects(act).Select(effect => After(done, effect, step.Waits)))
            )
        );
    }

    protected abstract IEnumerable<Rule> Spontaneous();

    /// <summary>The possible effects of an act on copies, memory and buffers.</summary>
    protected abstract IEnumerable<Effect> OnLine(Act act);

    protected abstract ImmutableArray<Statement> Maintain(Maintenance kind, IEnumerable<int> on);

    protected static Condition.Is Is(string variable, int value) => new(variable, value);

    protected static Statement Set(string variable, int value) => new Statement.Set(variable, value);

    protected static Statement If(Condition condition, params ImmutableArray<Statement> then) =>
        new Statement.If(condition, then, []);

    private string Slot(int slot) => $"p{line}_{slot}";

    private static (Condition Guard, ImmutableArray<Statement> Body) After(
        (Condition Guard, ImmutableArray<Statement> Body) done,
        Effect effect,
        bool waits
    )
    {
        var body = done.Body.AddRange(effect.First);
        return (effect.Newest, waits) switch
        {
            (null, _) => (done.Guard, body.AddRange(effect.Then)),
            ({ } newest, true) => (done.Guard & Precondition.Of(body, newest), body.AddRange(effect.Then)),
            _ => (done.Guard, [.. body, If(effect.Old!, new Statement.Stale()), .. effect.Then]),
        };
    }

    private IEnumerable<Effect> Effects(Act act) =>
        act switch
        {
            Act.Maintain maintain => [new Effect(Maintain(maintain.Kind, maintain.On))],
            Act.Issue issue => [new Effect([Set(Slot(issue.Slot), 1)])],
            Act.Complete { Slots.IsEmpty: true } => [new Effect([])],
            Act.Complete complete => Completed(complete.Slots),
            _ => OnLine(act),
        };

    /// <summary>
    /// None of them leaves a dirty copy behind. So whatever their number and order, the first one alone decides whether
    /// memory gets the dirty words, and copies survive only if all of them clean.
    /// </summary>
    private IEnumerable<Effect> Completed(ImmutableArray<int> slots)
    {
        var (cleaning, flushing, discarding) = (
            Pending(slots, Maintenance.Clean),
            Pending(slots, Maintenance.Flush),
            Pending(slots, Maintenance.Discard)
        );
        var none = slots.Select(slot => Set(Slot(slot), 0)).ToImmutableArray();
        Statement flush = new Statement.If(
            flushing,
            Maintain(Maintenance.Flush, Caches),
            [If(cleaning, Maintain(Maintenance.Clean, Caches))]
        );
        yield return new Effect([flush, .. none]);
        if (discarding != Condition.False)
        {
            yield return new Effect([
                new Statement.If(discarding, Maintain(Maintenance.Discard, Caches), [flush]),
                .. none,
            ]);
        }
    }

    private Condition Pending(ImmutableArray<int> slots, Maintenance kind) =>
        Condition.Any(slots.Where(slot => script.Slots[slot].Contains(kind)).Select(slot => Is(Slot(slot), 1)));
}
