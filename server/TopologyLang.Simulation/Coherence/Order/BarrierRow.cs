using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>What a barrier of Linux is on an architecture.</summary>
/// <param name="Pairs">
/// The accesses that it keeps in order, one before and one after it. It is these pairs and no more: two barriers in a
/// row do not make a third.
/// </param>
/// <param name="Instruction">As a reader of the kernel knows it.</param>
public sealed record BarrierRow(
    Architecture Architecture,
    BarrierKind Kind,
    AccessPairs Pairs,
    string Instruction,
    string Source
)
{
    /// <summary>
    /// Line operations that the CPU has pending are complete when it is done, and its write-combining buffers are
    /// empty.
    /// </summary>
    public bool Completes { get; init; }

    /// <summary>It promises its order to other CPUs alone: an observer such as a device may see another one.</summary>
    public bool ForCpusOnly { get; init; }

    /// <summary>It orders accesses to memory, and promises nothing about a store to a device's register.</summary>
    public bool ForMemoryOnly { get; init; }

    /// <summary>The kernel in which the word came; null: every known one has it.</summary>
    public KernelVersion? Since { get; init; }

    /// <param name="withRegister">One of the two accesses is a store to a device's register.</param>
    public AccessPairs PairsOf(bool withRegister) => ForMemoryOnly && withRegister ? AccessPairs.None : Pairs;
}
