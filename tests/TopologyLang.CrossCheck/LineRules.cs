using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.CrossCheck;

/// <summary>
/// The default model of one line as one would write it for a model checker: a variable for memory (1: newest), one for each CPU's copy
/// (0 invalid, 1 clean and old, 2 clean and newest, 3 dirty and old, 4 dirty and newest), one for each pending operation.
/// </summary>
internal sealed class LineRules(int line, int cpus, LineProgram program)
{
    public string Memory => $"m{line}";

    public IEnumerable<string> Copies => Cpus.Select(Copy);

    public IEnumerable<string> Pending => Enumerable.Range(0, program.Slots.Length).Select(Slot);

    private IEnumerable<int> Cpus => Enumerable.Range(0, cpus);

    private string HasDirty => Any(copy => $"{copy} >= 3");

    /// <summary>A snooping read can return the newest value.</summary>
    private string CanBeFresh => $"({Any(copy => $"{copy} == 4")} || (!({HasDirty}) && ({Memory} == 1 || {Any(copy => $"{copy} == 2")})))";

    private string CanBeOld => $"({Any(copy => $"{copy} == 3")} || (!({HasDirty}) && ({Memory} == 0 || {Any(copy => $"{copy} == 1")})))";

    public string Slot(int slot) => $"p{line}_{slot}";

    /// <summary>What caches do by themselves.</summary>
    public IEnumerable<Rule> Environment()
    {
        foreach (var copy in Copies)
        {
            yield return new Rule($"evict {copy}", $"{copy} >= 3", [.. WriteBack(copy), Set(copy, 0)]);
            yield return new Rule($"clean {copy}", $"{copy} >= 3", WriteBack(copy));
            yield return new Rule($"drop {copy}", $"{copy} == 1 || {copy} == 2", [Set(copy, 0)]);
            if (program.Prefetch)
            {
                yield return new Rule($"prefetch {copy} newest", $"{copy} == 0 && {CanBeFresh}", [Set(copy, 2)]);
                yield return new Rule($"prefetch {copy} old", $"{copy} == 0 && {CanBeOld}", [Set(copy, 1)]);
            }
        }

        for (var slot = 0; slot < program.Slots.Length; slot++)
        {
            foreach (var discards in Ways(program.Slots[slot] == LineOperation.DiscardOrFlush))
            {
                yield return new Rule(
                    $"complete {Slot(slot)}", $"{Slot(slot)} == 1", [Set(Slot(slot), 0), .. Maintain(program.Slots[slot], discards, ulong.MaxValue)]);
            }
        }
    }

    /// <summary>Alternatives of a program step: what completes first, then what it does. Each with the condition under which it can be.</summary>
    public IEnumerable<(string Guard, ImmutableArray<Statement> Body)> Step(LineStep step, LineOp op)
    {
        foreach (var (guard, first) in Completions(step))
        {
            foreach (var way in Ways(op.Operation is LineOperation.DmaStoreEitherWay or LineOperation.DiscardOrFlush))
            {
                yield return (op.Waits ? $"{guard} && {CanWait(op)}" : guard, [.. first, .. Does(op, way), .. Issued(step)]);
            }
        }
    }

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
            ($"!({none}) && !({flushing})", [.. clears, .. Maintain(LineOperation.Clean, false, ulong.MaxValue)]),
            (flushing, [.. clears, .. Maintain(LineOperation.Flush, false, ulong.MaxValue)]),
            (discarding, [.. clears, .. Maintain(LineOperation.Discard, false, ulong.MaxValue)]),
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

    private ImmutableArray<Statement> Does(LineOp op, bool way) => op.Operation switch
    {
        LineOperation.None or LineOperation.Issue => [],
        LineOperation.Store => [.. Invalidate(ulong.MaxValue), Set(Copy(op.Cpu), 4), Set(Memory, 0)],
        LineOperation.StoreThrough =>
        [
            .. Cpus.Where(cpu => cpu != op.Cpu).Select(cpu => Set(Copy(cpu), 0)),
            If($"{Copy(op.Cpu)} != 0", Set(Copy(op.Cpu), 2)),
            Set(Memory, 1),
        ],
        LineOperation.StoreToMemory => ToMemory(),
        LineOperation.StoreAndInvalidate or LineOperation.DmaStore => [.. Invalidate(ulong.MaxValue), Set(Memory, 1)],
        LineOperation.DmaStoreEitherWay => way ? ToMemory() : [.. Invalidate(ulong.MaxValue), Set(Memory, 1)],
        LineOperation.Load =>
        [
            .. op.Waits ? [] : (ImmutableArray<Statement>)[If(LoadsOld(op), new Statement.Stale())],
            If($"{Copy(op.Cpu)} == 0", Set(Copy(op.Cpu), 2)),
        ],
        LineOperation.FlushAndLoad => [.. Maintain(LineOperation.Flush, false, ulong.MaxValue), .. Checked(op, $"{Memory} == 0")],
        LineOperation.LoadMemory => Checked(op, $"{Memory} == 0"),
        LineOperation.Snoop => Checked(op, CanBeOld),
        LineOperation.LoadEitherWay => Checked(op, $"({CanBeOld} || {Memory} == 0)"),
        _ => Maintain(op.Operation, way, op.On),
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

    private ImmutableArray<Statement> Maintain(LineOperation operation, bool discards, ulong on)
    {
        var writtenBack = On(on).SelectMany(cpu => WriteBack(Copy(cpu))).ToImmutableArray();
        return operation switch
        {
            LineOperation.Clean => writtenBack,
            LineOperation.Discard => Invalidate(on),
            LineOperation.DiscardOrFlush when discards => Invalidate(on),
            _ => [.. writtenBack, .. Invalidate(on)],
        };
    }

    private ImmutableArray<Statement> WriteBack(string copy) =>
    [
        If($"{copy} == 3", Set(Memory, 0), Set(copy, 1)),
        If($"{copy} == 4", Set(Memory, 1), Set(copy, 2)),
    ];

    private ImmutableArray<Statement> Invalidate(ulong on) => [.. On(on).Select(cpu => Set(Copy(cpu), 0))];

    private IEnumerable<int> On(ulong on) => Cpus.Where(cpu => (on >> cpu & 1) != 0);

    private string Copy(int cpu) => $"c{line}_{cpu}";

    private string Any(Func<string, string> condition) => cpus == 0 ? "1 == 0" : $"({string.Join(" || ", Copies.Select(condition))})";

    private static bool[] Ways(bool two) => two ? [false, true] : [false];

    private static Statement.Set Set(string variable, int value) => new Statement.Set(variable, value);

    private static Statement.If If(string condition, params Statement[] then) => new Statement.If(condition, [.. then], []);
}
