using System.Collections.Concurrent;
using System.Numerics;

namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>
/// The transition table of a line: its states, numbered as they are met, and for each step that was asked for the
/// states after it. Each entry is computed once, from <see cref="LineSemantics"/>. Safe to use from any number of
/// threads.
/// </summary>
internal sealed class LineTable
{
    public const int EnvironmentStep = 0;

    private const int FaultBits = 2;

    /// <summary>A table of at most 2^14 states is kept and shared by all programs of its shape.</summary>
    private const int MostSharedBits = 14;

    private static readonly ConcurrentDictionary<LineShape, LineTable> Shared = new();

    private readonly Lock gate = new();
    private readonly LineCode code;
    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<ulong> codes = [];
    private readonly Dictionary<LineOp, int> steps = [];
    private readonly List<LineOp> ops = [];

    /// <summary>
    /// For each step and state the place of its entry in the pool plus one; 0 where it is not computed yet.
    /// </summary>
    private int[][] entries = [];

    /// <summary>
    /// Each entry: four times the number of states after it, with the faults of a read in the lowest bits; then those
    /// states.
    /// </summary>
    private int[] pool = new int[256];
    private int used;

    private LineTable(LineShape shape)
    {
        Shape = shape;
        code = new LineCode(shape);
        Step(LineOp.Environment);
        NumberOf(Line.Start(shape));
    }

    public LineShape Shape { get; }

    public long Bytes =>
        (Volatile.Read(ref pool).Length * 4L) + (entries.Length * 4L * codes.Capacity) + (codes.Capacity * 40L);

    public static LineTable Of(LineShape shape) =>
        LineCode.Bits(shape) <= MostSharedBits
            ? Shared.GetOrAdd(shape, one => new LineTable(one))
            : new LineTable(shape);

    /// <returns>The step's number.</returns>
    public int Step(LineOp op)
    {
        lock (gate)
        {
            if (!steps.TryGetValue(op, out var step))
            {
                step = ops.Count;
                steps.Add(op, step);
                ops.Add(op);
                Volatile.Write(ref entries, [.. entries, new int[Math.Max(16, codes.Capacity)]]);
            }

            return step;
        }
    }

    /// <returns>The number of the line's state. The line at the start is 0.</returns>
    public int NumberOf(Line line)
    {
        lock (gate)
        {
            return NumberOf(code.Pack(line));
        }
    }

    /// <summary>The states after a step.</summary>
    public ReadOnlySpan<int> After(int step, int state)
    {
        var place = Place(step, state);
        var all = Volatile.Read(ref pool);
        return all.AsSpan(place + 1, all[place] >> FaultBits);
    }

    /// <summary>The wrong values that the step may read.</summary>
    public ReadFaults Faults(int step, int state)
    {
        var place = Place(step, state);
        return (ReadFaults)Volatile.Read(ref pool)[place] & ReadFaults.Any;
    }

    /// <summary>
    /// The states after a step that reads such a wrong value. Computed each time: it is asked for few states.
    /// </summary>
    public IEnumerable<int> AfterFault(int step, int state, ReadFaults fault)
    {
        lock (gate)
        {
            var op = ops[step];
            return
            [
                .. Outcomes(op, code.Unpack(codes[state]))
                    .Where(outcome => (FaultOf(op, outcome) & fault) != 0)
                    .Select(outcome => NumberOf(code.Pack(outcome.After)))
                    .Distinct(),
            ];
        }
    }

    private int Place(int step, int state)
    {
        var entry = Volatile.Read(ref entries[step][state]);
        return (entry != 0 ? entry : Compute(step, state)) - 1;
    }

    private int Compute(int step, int state)
    {
        lock (gate)
        {
            if (entries[step][state] is var known and not 0)
            {
                return known;
            }

            var line = code.Unpack(codes[state]);
            var op = ops[step];
            var faults = ReadFaults.None;
            var after = new List<int>();
            foreach (var outcome in Outcomes(op, line))
            {
                faults |= FaultOf(op, outcome);
                var number = NumberOf(code.Pack(outcome.After));
                if (!after.Contains(number))
                {
                    after.Add(number);
                }
            }

            var entry = Store(after, faults) + 1;
            Volatile.Write(ref entries[step][state], entry);
            return entry;
        }
    }

    private IEnumerable<LineOutcome> Outcomes(LineOp op, Line line) =>
        op.Operation switch
        {
            LineOperation.Environment => LineEnvironment.Steps(Shape, line).Select(step => new LineOutcome(step.After)),
            LineOperation.Permute => [new(LinePermutation.Permuted(line, op.On, Shape.Cpus))],
            _ => LineSemantics.Apply(Shape, op, line),
        };

    private static ReadFaults FaultOf(LineOp op, LineOutcome outcome) =>
        outcome.Value is { } read
            ? ReadFaultsOf.Value(read, LineSemantics.Expected(op, outcome.After))
            : ReadFaults.None;

    private int Store(List<int> after, ReadFaults faults)
    {
        var place = used;
        used += after.Count + 1;
        if (used > pool.Length)
        {
            // Readers may go on in the old array: what they look for is in it.
            var larger = new int[Math.Max(2 * pool.Length, (int)BitOperations.RoundUpToPowerOf2((uint)used))];
            pool.AsSpan(0, place).CopyTo(larger);
            Volatile.Write(ref pool, larger);
        }

        pool[place] = (after.Count << FaultBits) | (int)faults;
        after.CopyTo(pool, place + 1);
        return place;
    }

    private int NumberOf(ulong packed)
    {
        if (numbers.TryGetValue(packed, out var number))
        {
            return number;
        }

        number = codes.Count;
        numbers.Add(packed, number);
        codes.Add(packed);
        if (entries.Length > 0 && entries[0].Length < codes.Count)
        {
            Volatile.Write(ref entries, [.. entries.Select(row => Longer(row, codes.Capacity))]);
        }

        return number;
    }

    private static int[] Longer(int[] row, int length)
    {
        Array.Resize(ref row, length);
        return row;
    }
}
