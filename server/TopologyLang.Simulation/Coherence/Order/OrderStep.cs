using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>What a step is to the order of a program.</summary>
internal enum OrderKind
{
    Read,
    Write,

    /// <summary>A store to a register of a device.</summary>
    Doorbell,
    Interrupt,

    /// <summary>An instruction on one line.</summary>
    LineMaintenance,

    /// <summary>It orders everything of its CPU: fences, whole-cache instructions, moves, sync calls.</summary>
    Whole,

    /// <summary>It orders the stores and the line operations of its CPU (sfence).</summary>
    StoreFence,

    /// <summary>A barrier that is pairs of accesses and no step.</summary>
    Pairs,
}

/// <param name="Line">The first buffer of the line that it acts on; null: on none, or on all.</param>
/// <param name="Ordering">Of an access: how the CPU treats its type of memory.</param>
internal sealed record OrderStep(
    int Index,
    Step Step,
    Actor Actor,
    OrderKind Kind,
    string? Line,
    AccessOrdering Ordering
)
{
    public bool IsAccess => Kind is OrderKind.Read or OrderKind.Write;

    /// <summary>A read or write of memory or of a device's register.</summary>
    public bool IsReadOrWrite => IsAccess || Kind == OrderKind.Doorbell;

    public bool IsRead => Kind == OrderKind.Read;

    public bool IsStore => Kind is OrderKind.Write or OrderKind.Doorbell;

    /// <summary>It is taken in a run, and not only a relation of others.</summary>
    public bool IsTaken => Kind != OrderKind.Pairs;

    /// <summary>A barrier in whatever form.</summary>
    public bool IsBarrier => Step.Kind is StepKind.Barrier or StepKind.Fence;

    /// <summary>It acts on every line: it completes what its CPU has pending, or acts on whole caches.</summary>
    public bool IsOnEveryLine => Kind is OrderKind.Whole or OrderKind.StoreFence;

    public AccessPairs PairWith(OrderStep later) =>
        (IsRead, later.IsRead) switch
        {
            (true, true) => AccessPairs.ReadRead,
            (true, false) => AccessPairs.ReadWrite,
            (false, true) => AccessPairs.WriteRead,
            _ => AccessPairs.WriteWrite,
        };
}
