using System.Collections.Immutable;

namespace TopologyLang.CrossCheck;

/// <summary>What cache maintenance does to a copy.</summary>
internal enum Maintenance
{
    /// <summary>Written back, stays clean.</summary>
    Clean,

    /// <summary>Written back, then invalid.</summary>
    Flush,

    /// <summary>Invalid without a write-back.</summary>
    Discard,
}

/// <summary>
/// The parts of which the steps of a program consist, as they happen to one line. CPUs and caches are given by their
/// index among those that are modelled.
/// </summary>
internal abstract record Act
{
    public sealed record Store(int Cpu, int Word) : Act;

    public sealed record StoreThrough(int Cpu, int Word) : Act;

    /// <summary>Memory gets the new value; copies stay as they are.</summary>
    public sealed record StoreToMemory(int Word) : Act;

    /// <summary>DMA that leaves its data in the shared cache.</summary>
    public sealed record StoreToShared(int Word) : Act;

    /// <summary>Into the CPU's write-combining buffer.</summary>
    public sealed record StoreToBuffer(int Cpu, int Word) : Act;

    public sealed record Load(int Cpu, int Word) : Act;

    public sealed record ReadMemory(int Word) : Act;

    /// <summary>The dirty copy if there is one, else memory or any clean copy.</summary>
    public sealed record Snoop(int Word) : Act;

    /// <summary>On these caches.</summary>
    public sealed record Maintain(Maintenance Kind, ImmutableArray<int> On) : Act;

    /// <summary>The CPU's write-combining buffer reaches memory, if it holds anything.</summary>
    public sealed record Drain(int Cpu) : Act;

    /// <summary>All that is pending in these slots takes effect, in any order.</summary>
    public sealed record Complete(ImmutableArray<int> Slots) : Act;

    /// <summary>A line operation is pending from here on.</summary>
    public sealed record Issue(int Slot) : Act;
}
