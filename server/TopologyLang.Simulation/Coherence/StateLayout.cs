using System.Collections.Immutable;
using System.Numerics;

namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// Where the parts of a state are in its 64-bit word, from the lowest bit on: memory is stale; for each modelled CPU stale, dirty, valid;
/// for each slot pending; the program counter. A step depends on a value only through "is it the newest", and every write makes all
/// earlier values old, so one bit for each copy is exact. The highest bit stays free for the set of states.
/// </summary>
internal sealed class StateLayout
{
    public const ulong MemoryStale = 1;
    private const int FirstCpu = 1;
    private const int CpuBits = 3;

    private StateLayout(ImmutableArray<int> cpus, int slots, int pcShift)
    {
        Cpus = cpus;
        FirstSlot = FirstCpu + (CpuBits * cpus.Length);
        Slots = slots;
        PcShift = pcShift;
        AllCopies = ((1UL << (CpuBits * cpus.Length)) - 1) << FirstCpu;
        for (var i = 0; i < cpus.Length; i++)
        {
            AllValid |= Valid(i);
            AllDirty |= Dirty(i);
            AllStale |= Stale(i);
        }
    }

    /// <summary>The physical CPU behind each index.</summary>
    public ImmutableArray<int> Cpus { get; }

    public int Slots { get; }
    public int PcShift { get; }
    public ulong AllCopies { get; }
    public ulong AllValid { get; }
    public ulong AllDirty { get; }
    public ulong AllStale { get; }
    public ulong AllPending => ((1UL << Slots) - 1) << FirstSlot;

    public ulong NextPc => 1UL << PcShift;

    private int FirstSlot { get; }

    /// <returns>Null where the states do not fit into the word.</returns>
    public static StateLayout? Of(LineProgram program, ImmutableArray<int> cpus)
    {
        var pcShift = FirstCpu + (CpuBits * cpus.Length) + program.Slots.Length;
        var pcBits = BitOperations.Log2((uint)program.Steps.Length) + 1;
        return pcShift + pcBits <= 63 ? new StateLayout(cpus, program.Slots.Length, pcShift) : null;
    }

    public static ulong Stale(int index) => 1UL << (FirstCpu + (CpuBits * index));

    public static ulong Dirty(int index) => Stale(index) << 1;

    public static ulong Valid(int index) => Stale(index) << 2;

    public static ulong Copy(int index) => 7UL << (FirstCpu + (CpuBits * index));

    public ulong Pending(int slot) => 1UL << (FirstSlot + slot);

    /// <param name="pending">Some bits of <see cref="AllPending"/>.</param>
    public int LowestSlot(ulong pending) => BitOperations.TrailingZeroCount(pending) - FirstSlot;

    public int Pc(ulong state) => (int)(state >> PcShift);
}
