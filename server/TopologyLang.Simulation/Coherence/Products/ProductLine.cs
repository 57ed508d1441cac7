using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>
/// One line of a product: its program in terms of its table, and where its parts are in the word of a state.
/// </summary>
internal sealed class ProductLine
{
    private readonly ImmutableArray<int> cpus;

    public ProductLine(
        LineProgram program,
        LineTable table,
        ImmutableArray<int> cpus,
        int shift,
        int bits,
        int pendingShift
    )
    {
        this.cpus = cpus;
        Program = program;
        Table = table;
        Shift = shift;
        NumberMask = ((1UL << bits) - 1) << shift;
        PendingShift = pendingShift;
        PendingMask = ((1UL << program.Slots.Length) - 1) << pendingShift;
        Slots = [.. program.Slots.Select(OnAll)];
        CleanAll = OnAll(LineOperation.Clean);
        FlushAll = OnAll(LineOperation.Flush);
        DiscardOrFlushAll = OnAll(LineOperation.DiscardOrFlush);
    }

    public LineProgram Program { get; }
    public LineTable Table { get; }
    public int Shift { get; }

    /// <summary>
    /// Its number is in the lowest bits of a state, so that the states of a <see cref="StateBlock"/> differ in it.
    /// </summary>
    public bool IsFirst => Shift == 0;

    public ulong NumberMask { get; }
    public int PendingShift { get; }
    public ulong PendingMask { get; }

    /// <summary>For each pending slot the step that completes it.</summary>
    public int[] Slots { get; }

    private int CleanAll { get; }
    private int FlushAll { get; }
    private int DiscardOrFlushAll { get; }

    public static LineShape ShapeOf(LineProgram program, ImmutableArray<int> cpus, CoherenceProfile profile)
    {
        var combines = program.Steps.Any(step => step.Operation == LineOperation.CombineStore);
        var allocates = program.Steps.Any(step =>
            step.Operation is LineOperation.DmaStore or LineOperation.DmaStoreEitherWay
        );
        return new LineShape(
            cpus.Length,
            profile.DmaAllocates && allocates,
            program.Words.Length,
            profile.Buffers == CombiningBuffers.Kept && combines,
            profile.Checks ?? CombiningChecks.Yes,
            program.Prefetch,
            profile.DirtyLines == DirtyLines.Migrate,
            program.Values.IsEmpty ? 0 : program.Values.Max(values => values[^1]) + 1
        );
    }

    public int NumberIn(ulong state) => (int)((state & NumberMask) >> Shift);

    public int Permutation(ulong places) => Table.Step(new LineOp(LineOperation.Permute, On: places));

    public ProductAction Action(int index, int number)
    {
        var step = Program.Steps[number];
        var completes = step.Completes.Aggregate(0UL, (bits, slot) => bits | (1UL << (PendingShift + slot)));
        var drains = MaskOf(step.Drains, false);
        var drain = Table.Shape.Buffers && drains != 0 ? Table.Step(new LineOp(LineOperation.Drain, On: drains)) : -1;
        var issues = step.Operation == LineOperation.Issue ? 1UL << (PendingShift + step.Slot) : 0;
        var does = step.Operation is LineOperation.None or LineOperation.Issue ? -1 : Table.Step(OpOf(step));
        return new ProductAction(index, completes, drain, does, issues);
    }

    public LineOp OpOf(LineStep step) =>
        step.Caches
            ? new LineOp(step.Operation, cpus.IndexOf(step.Cpu), step.Word, 0, step.Waits, step.Value)
            : new LineOp(step.Operation, 0, step.Word, MaskOf(step.On, step.OnShared), step.Waits, step.Value);

    /// <summary>The number of a state with every value in it.</summary>
    public int NumberOf(Line line) =>
        Table.NumberOf(Program.Values.IsEmpty ? line : line.Renamed((word, value) => Program.Values[word][value]));

    /// <summary>What completing several operations amounts to.</summary>
    /// <remarks>
    /// Each of them leaves no dirty copy behind. So whatever their number and order, the first one alone decides
    /// whether memory gets the dirty value, and copies survive only if all of them clean.
    /// </remarks>
    public int Completion(ulong completing)
    {
        var flushes = false;
        for (var slot = 0; slot < Program.Slots.Length; slot++)
        {
            if ((completing >> (PendingShift + slot) & 1) != 0)
            {
                if (Program.Slots[slot] == LineOperation.DiscardOrFlush)
                {
                    return DiscardOrFlushAll;
                }

                flushes |= Program.Slots[slot] == LineOperation.Flush;
            }
        }

        return flushes ? FlushAll : CleanAll;
    }

    public ulong MaskOf(CpuSet set, bool shared)
    {
        var mask = 0UL;
        for (var i = 0; i < cpus.Length; i++)
        {
            mask |= set.Contains(cpus[i]) ? 1UL << i : 0;
        }

        return mask | (shared && Table.Shape.Shared ? 1UL << cpus.Length : 0);
    }

    private int OnAll(LineOperation operation) => Table.Step(new LineOp(operation, On: Table.Shape.AllCaches));
}
