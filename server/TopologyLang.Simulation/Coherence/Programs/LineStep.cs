using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>What one program step does to one line.</summary>
/// <param name="Cpu">The physical CPU, where <see cref="Caches"/> says that the step is a store or load through its
/// cache or buffer.</param>
/// <param name="On">The caches on which a flush, clean or discard acts.</param>
/// <param name="Slot">The pending slot of an <see cref="LineOperation.Issue"/>.</param>
/// <param name="Completes">Pending slots that take effect, in any order, within the step and before its own
/// operation.</param>
internal sealed record LineStep(LineOperation Operation, int Cpu, CpuSet On, int Slot, ImmutableArray<int> Completes)
{
    public static readonly LineStep Nothing = new(LineOperation.None, 0, CpuSet.None, 0, []);

    /// <summary>The word of the line that is stored or loaded.</summary>
    public int Word { get; init; }

    /// <summary>A load that is repeated until it returns the newest value.</summary>
    public bool Waits { get; init; }

    /// <summary>
    /// What a store writes and a load is meant to return, by the number that its line's states have for it; see
    /// <see cref="LineOp"/>.
    /// </summary>
    public int Value { get; init; } = LineOp.Newest;

    /// <summary>
    /// The same by the number of the write; <see cref="LineOp.Newest"/> where <see cref="Value"/> is.
    /// </summary>
    public int Version { get; init; } = LineOp.Newest;

    /// <summary>CPUs whose write-combining buffers reach memory first of all.</summary>
    public CpuSet Drains { get; init; } = CpuSet.None;

    /// <summary>A flush, clean or discard reaches the shared cache too.</summary>
    public bool OnShared { get; init; }

    /// <summary>The step may install something in the cache or buffer of <see cref="Cpu"/>.</summary>
    public bool Caches =>
        Operation
            is LineOperation.Store
                or LineOperation.StoreAndFlush
                or LineOperation.StoreThrough
                or LineOperation.Load
                or LineOperation.CombineStore
                or LineOperation.CombineLoad;

    public bool DoesNothing => Operation == LineOperation.None && Completes.IsEmpty && Drains.IsEmpty;
}
