using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace TopologyLang.Simulation.Coherence;

/// <summary>What a program step does to one line of the product.</summary>
/// <param name="Completes">Bits of pending operations that take effect first.</param>
/// <param name="Drain">A step of the line's table; -1: none.</param>
/// <param name="Step">Likewise, after the drain.</param>
/// <param name="Issues">The pending bit that it sets.</param>
internal readonly record struct ProductAction(int Line, ulong Completes, int Drain, int Step, ulong Issues);

/// <summary>
/// Lines that are searched together, as tables. A state is one word: the number of each line's state from the lowest bit on (of the first
/// line at least the bits of a <see cref="StateBlock"/>), the pending operations of all lines, the program counter.
/// </summary>
internal sealed class ProductProgram
{
    /// <summary>A search that is remembered does without them.</summary>
    private readonly Lazy<int[][][]> orders;

    private ProductProgram(ImmutableArray<ProductLine> lines, ImmutableArray<int> cpus)
    {
        Lines = lines;
        Cpus = cpus;
        PcShift = lines[^1].PendingShift + lines[^1].Program.Slots.Length;
        Steps = [.. Enumerable.Range(0, lines[0].Program.Steps.Length).Select(Actions)];
        orders = new Lazy<int[][][]>(() =>
            [
                .. CpuSymmetry
                    .Orders([.. lines.Select(line => line.Program)], cpus)
                    .Select(places =>
                        places.Select(one => lines.Select(line => line.Permutation(one)).ToArray()).ToArray()
                    ),
            ]
        );
    }

    private ProductProgram(ProductProgram other, int[][][] orders)
    {
        (Lines, Cpus, PcShift, Steps) = (other.Lines, other.Cpus, other.PcShift, other.Steps);
        this.orders = new Lazy<int[][][]>(orders);
    }

    public ImmutableArray<ProductLine> Lines { get; }

    /// <summary>The physical CPU behind each index.</summary>
    public ImmutableArray<int> Cpus { get; }

    public int PcShift { get; }

    public ulong NextPc => 1UL << PcShift;

    public ProductAction[][] Steps { get; }

    /// <summary>For each place in the program the orders of its CPUs that change nothing: of each, a step of each line's table.</summary>
    public int[][][] Orders => orders.Value;

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

        var pcBits = BitOperations.Log2((uint)programs[0].Steps.Length) + 1;
        return pending + pcBits <= 63 ? new ProductProgram(lines.ToImmutable(), cpus) : null;
    }

    /// <summary>The same program, of which every state is explored.</summary>
    public ProductProgram WithoutSymmetry() => new(this, [.. Orders.Select(_ => Array.Empty<int[]>())]);

    public int Pc(ulong state) => (int)(state >> PcShift);

    /// <summary>Equal for two programs exactly if their searches are the same.</summary>
    public string Key()
    {
        var key = new StringBuilder(256);
        foreach (var line in Lines)
        {
            var shape = line.Table.Shape;
            Append(
                key,
                line.Program.Steps.Length,
                line.Program.Slots.Length,
                shape.Cpus,
                shape.Words,
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
        // At most one copy is dirty; a buffer's word is absent, old or new.
        var values = Math.Pow(2, shape.Words);
        var clean = Math.Pow(1 + values, shape.Caches);
        var dirty = shape.Caches * values * Math.Pow(1 + values, shape.Caches - 1);
        var buffers = shape.Buffers ? Math.Pow(3, shape.Words * shape.Cpus) : 1;
        return (int)Math.Ceiling(Math.Log2(values * (clean + dirty) * buffers));
    }

    private ProductAction[] Actions(int pc)
    {
        var actions = new List<ProductAction>();
        for (var i = 0; i < Lines.Length; i++)
        {
            if (!Lines[i].Program.Steps[pc].DoesNothing)
            {
                actions.Add(Lines[i].Action(i, pc));
            }
        }

        return [.. actions];
    }
}
