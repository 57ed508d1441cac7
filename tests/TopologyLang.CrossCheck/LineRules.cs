using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck;

/// <summary>
/// The model of one line as one would write it for a model checker: a variable for memory (1: newest), one for each cache's copy
/// (0 invalid, 1 clean and old, 2 clean and newest, 3 dirty and old, 4 dirty and newest), one for each pending operation. Lines of several
/// words, and write-combining buffers that show, are not written.
/// </summary>
/// <param name="shape">The caches: those of the CPUs, then the shared one, if there is one.</param>
internal sealed class LineRules(int line, LineShape shape, LineProgram program)
{
    public string Memory => $"m{line}";

    public IEnumerable<string> Copies => Caches.Select(Copy);

    public IEnumerable<string> Pending => Enumerable.Range(0, program.Slots.Length).Select(Slot);

    private IEnumerable<int> Caches => Enumerable.Range(0, shape.Caches);

    private string HasDirty => Any(copy => $"{copy} >= 3");

    /// <summary>A snooping read can return the newest value.</summary>
    private string CanBeFresh => $"({Any(copy => $"{copy} == 4")} || (!({HasDirty}) && ({Memory} == 1 || {Any(copy => $"{copy} == 2")})))";

    private string CanBeOld => $"({Any(copy => $"{copy} == 3")} || (!({HasDirty}) && ({Memory} == 0 || {Any(copy => $"{copy} == 1")})))";

    public string Slot(int slot) => $"p{line}_{slot}";

    /// <summary>What caches do by themselves.</summary>
    public IEnumerable<Rule> Environment()
    {
        foreach (var (cache, copy) in Caches.Select(cache => (cache, Copy(cache))))
        {
            yield return new Rule($"evict {copy}", $"{copy} >= 3", [.. WriteBack(copy), Set(copy, 0)]);
            yield return new Rule($"clean {copy}", $"{copy} >= 3", WriteBack(copy));
            yield return new Rule($"drop {copy}", $"{copy} == 1 || {copy} == 2", [Set(copy, 0)]);
            if (program.Prefetch && cache < shape.Cpus)
            {
                yield return new Rule($"prefetch {copy} newest", $"{copy} == 0 && {CanBeFresh}", [Set(copy, 2)]);
                yield return new Rule($"prefetch {copy} old", $"{copy} == 0 && {CanBeOld}", [Set(copy, 1)]);
                foreach (var owner in shape.Migrates ? Copies.Where(other => other != copy) : [])
                {
                    yield return new Rule($"prefetch {copy} from {owner}, dirty", $"{copy} == 0 && {owner} >= 3", Migrate(owner, copy));
                }
            }
        }

        for (var slot = 0; slot < program.Slots.Length; slot++)
        {
            foreach (var (op, _) in Ways(new LineOp(program.Slots[slot], On: ulong.MaxValue)))
            {
                yield return new Rule($"complete {Slot(slot)}", $"{Slot(slot)} == 1", [Set(Slot(slot), 0), .. Maintain(op.Operation, op.On)]);
            }
        }
    }

    /// <summary>Alternatives of a program step: what completes first, then what it does. Each with the condition under which it can be.</summary>
    public IEnumerable<(string Guard, ImmutableArray<Statement> Body)> Step(LineStep step, LineOp op)
    {
        foreach (var (guard, first) in Completions(step))
        {
            foreach (var (way, other) in Ways(op))
            {
                yield return (op.Waits ? $"{guard} && {CanWait(way)}" : guard, [.. first, .. Does(way, other), .. Issued(step)]);
            }
        }
    }

    /// <summary>What an operation may turn out to be. The flag: into the shared cache, or with the dirty line that goes over.</summary>
    private IEnumerable<(LineOp Op, bool Other)> Ways(LineOp op) => op.Operation switch
    {
        LineOperation.DiscardOrFlush => [As(op, LineOperation.Flush), As(op, LineOperation.Discard)],
        LineOperation.DmaStore when shape.Shared => [As(op, LineOperation.StoreAndInvalidate), (op, true)],
        LineOperation.DmaStore => [As(op, LineOperation.StoreAndInvalidate)],
        LineOperation.DmaStoreEitherWay => Ways(op with { Operation = LineOperation.DmaStore }).Append(As(op, LineOperation.StoreToMemory)),
        LineOperation.CombineStore => Combining(op, LineOperation.StoreAndInvalidate, LineOperation.StoreToMemory),
        LineOperation.CombineLoad => Combining(op, LineOperation.FlushAndLoad, LineOperation.LoadMemory),
        LineOperation.Load when shape.Migrates => [(op, false), (op, true)],
        _ => [(op, false)],
    };

    /// <summary>A write-combining access looks into the caches, or does not, or either.</summary>
    private IEnumerable<(LineOp Op, bool Other)> Combining(LineOp op, LineOperation checks, LineOperation skips) => shape.Checks switch
    {
        CombiningChecks.Yes => [As(op, checks)],
        CombiningChecks.No => [As(op, skips)],
        _ => [As(op, checks), As(op, skips)],
    };

    private static (LineOp Op, bool Other) As(LineOp op, LineOperation operation) => (op with { Operation = operation }, false);

    private IEnumerable<(string Guard, ImmutableArray<Statement> Body)> Completions(LineStep step)
    {
        if (step.Completes.IsEmpty)
        {
            return [("1 == 1", [])];
        }

        var all = step.Completes.Select(Slot).ToList();
        var none = string.Join(" && ", all.Select(slot => $"{slot} == 0"));
        var clears = all.Select(slot => Set(slot, 0)).ToImmutableArray();
        var flushing = AnyPending(step, operation => operation != LineOperation.Clean);
        var discarding = AnyPending(step, operation => operation == LineOperation.DiscardOrFlush);
        return
        [
            (none, []),
            ($"!({none}) && !({flushing})", [.. clears, .. Maintain(LineOperation.Clean, ulong.MaxValue)]),
            (flushing, [.. clears, .. Maintain(LineOperation.Flush, ulong.MaxValue)]),
            (discarding, [.. clears, .. Maintain(LineOperation.Discard, ulong.MaxValue)]),
        ];
    }

    private string AnyPending(LineStep step, Func<LineOperation, bool> kind)
    {
        var slots = step.Completes.Where(slot => kind(program.Slots[slot])).Select(slot => $"{Slot(slot)} == 1").ToList();
        return slots.Count == 0 ? "1 == 0" : $"({string.Join(" || ", slots)})";
    }

    private string CanWait(LineOp op) => op.Operation switch
    {
        LineOperation.Load => $"({Copy(op.Cpu)} == 2 || {Copy(op.Cpu)} == 4 || ({Copy(op.Cpu)} == 0 && {CanBeFresh}))",
        LineOperation.Snoop => CanBeFresh,
        LineOperation.LoadEitherWay => $"({Memory} == 1 || {CanBeFresh})",
        LineOperation.FlushAndLoad => $"({Any(copy => $"{copy} == 4")} || ({Memory} == 1 && !({HasDirty})))",
        _ => $"{Memory} == 1",
    };

    private ImmutableArray<Statement> Does(LineOp op, bool other) => op.Operation switch
    {
        LineOperation.None or LineOperation.Issue => [],
        LineOperation.Store => [.. Invalidate(ulong.MaxValue), Set(Copy(op.Cpu), 4), Set(Memory, 0)],
        LineOperation.StoreThrough =>
        [
            .. Caches.Where(cache => cache != op.Cpu).Select(cache => Set(Copy(cache), 0)),
            If($"{Copy(op.Cpu)} != 0", Set(Copy(op.Cpu), 2)),
            Set(Memory, 1),
        ],
        LineOperation.StoreToMemory => ToMemory(),
        LineOperation.StoreAndInvalidate => [.. Invalidate(ulong.MaxValue), Set(Memory, 1)],

        // Only of the way into the shared cache: that is the last of them.
        LineOperation.DmaStore => [.. Invalidate(ulong.MaxValue), Set(Copy(shape.Cpus), 4), Set(Memory, 0)],
        LineOperation.Load =>
        [
            .. op.Waits ? [] : (ImmutableArray<Statement>)[If(LoadsOld(op), new Statement.Stale())],
            .. other ? Copies.Where(owner => owner != Copy(op.Cpu)).SelectMany(owner => Migrate(owner, Copy(op.Cpu))) : [],
            If($"{Copy(op.Cpu)} == 0", Set(Copy(op.Cpu), 2)),
        ],
        LineOperation.FlushAndLoad => [.. Maintain(LineOperation.Flush, ulong.MaxValue), .. Checked(op, $"{Memory} == 0")],
        LineOperation.LoadMemory => Checked(op, $"{Memory} == 0"),
        LineOperation.Snoop => Checked(op, CanBeOld),
        LineOperation.LoadEitherWay => Checked(op, $"({CanBeOld} || {Memory} == 0)"),
        _ => Maintain(op.Operation, op.On),
    };

    private string LoadsOld(LineOp op) =>
        $"{Copy(op.Cpu)} == 1 || {Copy(op.Cpu)} == 3 || ({Copy(op.Cpu)} == 0 && {CanBeOld})";

    private static ImmutableArray<Statement> Checked(LineOp op, string old) => op.Waits ? [] : [If(old, new Statement.Stale())];

    private ImmutableArray<Statement> Issued(LineStep step) =>
        step.Operation == LineOperation.Issue ? [Set(Slot(step.Slot), 1)] : [];

    private ImmutableArray<Statement> ToMemory() =>
    [
        .. Copies.SelectMany(copy => new[] { If($"{copy} == 2", Set(copy, 1)), If($"{copy} == 4", Set(copy, 3)) }),
        Set(Memory, 1),
    ];

    private ImmutableArray<Statement> Maintain(LineOperation operation, ulong on)
    {
        var writtenBack = On(on).SelectMany(cpu => WriteBack(Copy(cpu))).ToImmutableArray();
        return operation switch
        {
            LineOperation.Clean => writtenBack,
            LineOperation.Discard => Invalidate(on),
            _ => [.. writtenBack, .. Invalidate(on)],
        };
    }

    /// <summary>The dirty line goes over to a cache that has none.</summary>
    private static ImmutableArray<Statement> Migrate(string owner, string to) =>
    [
        If($"{to} == 0 && {owner} == 3", Set(to, 3), Set(owner, 0)),
        If($"{to} == 0 && {owner} == 4", Set(to, 4), Set(owner, 0)),
    ];

    private ImmutableArray<Statement> WriteBack(string copy) =>
    [
        If($"{copy} == 3", Set(Memory, 0), Set(copy, 1)),
        If($"{copy} == 4", Set(Memory, 1), Set(copy, 2)),
    ];

    private ImmutableArray<Statement> Invalidate(ulong on) => [.. On(on).Select(cpu => Set(Copy(cpu), 0))];

    private IEnumerable<int> On(ulong on) => Caches.Where(cache => (on >> cache & 1) != 0);

    private string Copy(int cpu) => $"c{line}_{cpu}";

    private string Any(Func<string, string> condition) => shape.Caches == 0 ? "1 == 0" : $"({string.Join(" || ", Copies.Select(condition))})";

    private static Statement.Set Set(string variable, int value) => new Statement.Set(variable, value);

    private static Statement.If If(string condition, params Statement[] then) => new Statement.If(condition, [.. then], []);
}
