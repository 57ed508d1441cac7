using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Coherence.Programs;

namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>
/// Lines that are searched together, as tables. A state is one word: the number of each line's state from the lowest
/// bit on (of the first line at least the bits of a <see cref="StateBlock"/>), the pending operations of all lines, the
/// place in the program.
/// </summary>
internal sealed class ProductProgram
{
    /// <summary>The highest one stays 0, so that no state is the mark of an empty place in a set.</summary>
    private const int StateBits = 63;

    /// <summary>Of more the table of places would take more memory than the states.</summary>
    private const int MostPlaces = 1 << 20;

    private readonly Lock gate = new();
    private readonly Places places;
    private readonly bool symmetric;

    /// <summary>By number; null where nobody was yet.</summary>
    private ProductPlace?[] met = new ProductPlace?[16];

    private ProductProgram(ImmutableArray<ProductLine> lines, ImmutableArray<int> cpus, bool symmetric)
    {
        Lines = lines;
        Cpus = cpus;
        this.symmetric = symmetric;
        Order = lines[0].Program.Order;
        PlaceShift = lines[^1].PendingShift + lines[^1].Program.Slots.Length;
        places = new Places(Order, (int)Math.Min(MostPlaces, 1UL << (StateBits - PlaceShift)));
    }

    public ImmutableArray<ProductLine> Lines { get; }

    /// <summary>The physical CPU behind each index.</summary>
    public ImmutableArray<int> Cpus { get; }

    public ProgramOrder Order { get; }

    public int PlaceShift { get; }

    /// <summary>The bits of a state below its place.</summary>
    public ulong BelowPlace => (1UL << PlaceShift) - 1;

    /// <summary>More places were met than a state or the table can number: not everything was explored.</summary>
    public bool IsFull => places.IsFull;

    /// <returns>Null where the states do not fit into the word.</returns>
    public static ProductProgram? Of(ImmutableArray<LineProgram> programs)
    {
        var cpus = BystanderReduction.Modelled(programs);
        var profile = programs[0].Path.Profile;
        var lines = ImmutableArray.CreateBuilder<ProductLine>(programs.Length);
        var bits = 0;
        var shapes = programs.Select(program => ProductLine.ShapeOf(program, cpus, profile)).ToList();
        var pending = Math.Max(StateBlock.Bits, NumberBits(shapes[0])) + shapes.Skip(1).Sum(NumberBits);
        foreach (var (program, shape) in programs.Zip(shapes))
        {
            if (LineCode.Bits(shape) > 64 || shape.Caches > 16)
            {
                return null;
            }

            lines.Add(new ProductLine(program, LineTable.Of(shape), cpus, bits, NumberBits(shape), pending));
            bits = Math.Max(StateBlock.Bits, bits + NumberBits(shape));
            pending += program.Slots.Length;
        }

        var placeBits = BitOperations.Log2((uint)programs[0].Steps.Length) + 1;
        return pending + placeBits <= StateBits ? new ProductProgram(lines.ToImmutable(), cpus, true) : null;
    }

    /// <summary>The same program, of which every state is explored.</summary>
    public ProductProgram WithoutSymmetry() => new(Lines, Cpus, false);

    public int Place(ulong state) => (int)(state >> PlaceShift);

    public ProductPlace At(int place)
    {
        var known = Volatile.Read(ref met);
        return place < known.Length && Volatile.Read(ref known[place]) is { } there ? there : Meet(place);
    }

    public bool IsTaken(int place, int step)
    {
        lock (gate)
        {
            return places.IsTaken(place, step);
        }
    }

    /// <summary>Equal for two programs exactly if their searches are the same.</summary>
    public string Key()
    {
        var key = new StringBuilder(256);
        OrderKey.Append(key, Order);
        foreach (var line in Lines)
        {
            var shape = line.Table.Shape;
            Append(
                key,
                line.Program.Steps.Length,
                line.Program.Slots.Length,
                shape.Cpus,
                shape.Words,
                shape.Values,
                (int)shape.Checks
            );
            key.Append(shape.Shared ? 's' : '-')
                .Append(shape.Buffers ? 'b' : '-')
                .Append(shape.Prefetch ? 'p' : '-')
                .Append(shape.Migrates ? 'm' : '-');
            foreach (var operation in line.Program.Slots)
            {
                key.Append((char)('a' + (int)operation));
            }

            foreach (var step in line.Program.Steps)
            {
                AppendStep(key, line, step);
            }

            key.Append('|');
        }

        return key.ToString();
    }

    private static void AppendStep(StringBuilder key, ProductLine line, LineStep step)
    {
        var op = line.OpOf(step);
        key.Append(op.Waits ? ':' : ';');
        Append(
            key,
            (int)op.Operation,
            op.Cpu,
            op.Word,
            op.Value + 1,
            (long)op.On,
            step.Operation == LineOperation.Issue ? step.Slot : -1
        );
        Append(key, step.Completes.Length, (long)line.MaskOf(step.Drains, false));
        foreach (var slot in step.Completes)
        {
            Append(key, slot);
        }
    }

    /// <summary>Sixteen bits a character, lowest first; all of these numbers but masks of caches are small.</summary>
    private static void Append(StringBuilder key, params ReadOnlySpan<long> numbers)
    {
        foreach (var number in numbers)
        {
            var left = (ulong)number;
            for (; left > 0x7FFF; left >>= 15)
            {
                key.Append((char)(0x8000 | (left & 0x7FFF)));
            }

            key.Append((char)left);
        }
    }

    private static int NumberBits(LineShape shape)
    {
        // At most one copy is dirty; a buffer's word is absent or has a value.
        var each = Math.Max(2, shape.Values);
        var values = Math.Pow(each, shape.Words);
        var clean = Math.Pow(1 + values, shape.Caches);
        var dirty = shape.Caches * values * Math.Pow(1 + values, shape.Caches - 1);
        var buffers = shape.Buffers ? Math.Pow(1 + each, shape.Words * shape.Cpus) : 1;
        return (int)Math.Ceiling(Math.Log2(values * (clean + dirty) * buffers));
    }

    private ProductPlace Meet(int place)
    {
        lock (gate)
        {
            if (place < met.Length && met[place] is { } known)
            {
                return known;
            }

            var there = new ProductPlace(
                [.. places.From(place).Select(move => MoveOf(place, move)).OfType<ProductMove>()],
                symmetric ? OrdersAt(place) : [],
                Order.Steps.Any(step => step.Step.IsWait && !places.IsTaken(place, step.Index))
            );
            if (place >= met.Length)
            {
                var longer = new ProductPlace?[Math.Max(place + 1, 2 * met.Length)];
                met.CopyTo(longer, 0);
                Volatile.Write(ref met, longer);
            }

            Volatile.Write(ref met[place], there);
            return there;
        }
    }

    /// <summary>
    /// Null: a wait that cannot pass here. A read whose CPU's own last store to the buffer has not been taken returns
    /// that store's value and touches no memory.
    /// </summary>
    private ProductMove? MoveOf(int place, Move move)
    {
        var step = Order.Steps[move.Step];
        var source = Order.Reads[move.Step];
        var next = (ulong)move.Next << PlaceShift;
        var line = step.IsRead ? Lines.FirstOrDefault(one => one.Program.WordOf(step.Step.Buffer) >= 0) : null;
        if (line is null)
        {
            return new ProductMove(move.Step, next, Actions(move.Step), ReadFaults.None, false, false);
        }

        var waits = step.Step.IsWait;
        if (source.Own >= 0 && !places.IsTaken(place, source.Own))
        {
            var fault = ReadFaultsOf.Value(source.OwnVersion, source.NewestVersion);
            return waits && fault != ReadFaults.None ? null : new ProductMove(move.Step, next, [], fault, false, true);
        }

        // Where a line knows only its newest value, that one is too old before the write that the read is meant to see.
        var early = line.Table.Shape.Values == 0 && source.Newest >= 0 && !places.IsTaken(place, source.Newest);
        return early && waits
            ? null
            : new ProductMove(
                move.Step,
                next,
                Actions(move.Step),
                early ? ReadFaults.Older : ReadFaults.None,
                !early && !waits,
                false
            );
    }

    private int[][] OrdersAt(int place)
    {
        var left = Enumerable.Range(0, Order.Steps.Length).Where(step => !places.IsTaken(place, step)).ToList();
        return
        [
            .. CpuSymmetry
                .Orders([.. Lines.Select(line => line.Program)], Cpus, left)
                .Select(one => Lines.Select(line => line.Permutation(one)).ToArray()),
        ];
    }

    private ProductAction[] Actions(int step)
    {
        var actions = new List<ProductAction>();
        for (var i = 0; i < Lines.Length; i++)
        {
            if (!Lines[i].Program.Steps[step].DoesNothing)
            {
                actions.Add(Lines[i].Action(i, step));
            }
        }

        return [.. actions];
    }
}
