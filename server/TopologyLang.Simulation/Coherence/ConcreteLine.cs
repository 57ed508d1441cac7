using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

/// <summary>A state for showing a run: what a packed state says, with every copy's value instead of fresh or stale.</summary>
/// <param name="Caches">By the number of the physical CPU.</param>
/// <param name="Pending">Bit N: slot N.</param>
/// <param name="Expected">The number of the newest write; writes are numbered from 1 in program order.</param>
internal sealed record ConcreteLine(int Pc, int Memory, ImmutableArray<CacheCopy> Caches, ulong Pending, int Expected)
{
    private static readonly CacheCopy Invalid = new(CopyState.Invalid, 0);

    public static ConcreteLine Start(StateLayout layout)
    {
        var caches = layout.Cpus.IsEmpty ? 0 : layout.Cpus[^1] + 1;
        return new ConcreteLine(0, 0, [.. Enumerable.Repeat(Invalid, caches)], 0, 0);
    }

    /// <summary>The values that a snooping read can return, each with the CPU whose copy it is (null: memory).</summary>
    public IEnumerable<(int Value, int? From)> Snooped()
    {
        var dirty = DirtyCpu();
        return dirty >= 0
            ? [(Caches[dirty].Value, dirty)]
            : CleanCopies().Prepend((Memory, null));
    }

    public ConcreteLine With(int cpu, CopyState state, int value) =>
        this with { Caches = Caches.SetItem(cpu, new CacheCopy(state, value)) };

    public ConcreteLine Without(int cpu) => this with { Caches = Caches.SetItem(cpu, Invalid) };

    public ConcreteLine Cleaned(CpuSet on)
    {
        var dirty = DirtyCpu();
        return dirty >= 0 && on.Contains(dirty)
            ? With(dirty, CopyState.Clean, Caches[dirty].Value) with { Memory = Caches[dirty].Value }
            : this;
    }

    public ConcreteLine Discarded(CpuSet on) =>
        this with { Caches = [.. Caches.Select((copy, cpu) => on.Contains(cpu) ? Invalid : copy)] };

    public ConcreteLine Flushed(CpuSet on) => Cleaned(on).Discarded(on);

    public ConcreteLine Stored(int cpu) =>
        (Discarded(CpuSet.All) with { Expected = Expected + 1 }).With(cpu, CopyState.Dirty, Expected + 1);

    public ConcreteLine StoredThrough(int cpu) => Caches[cpu].State == CopyState.Invalid
        ? StoredAndInvalidated()
        : StoredAndInvalidated().With(cpu, CopyState.Clean, Expected + 1);

    public ConcreteLine StoredToMemory() => this with { Memory = Expected + 1, Expected = Expected + 1 };

    public ConcreteLine StoredAndInvalidated() => Discarded(CpuSet.All).StoredToMemory();

    public ulong Pack(StateLayout layout)
    {
        var packed = ((ulong)Pc * layout.NextPc) | (Memory == Expected ? 0 : StateLayout.MemoryStale);
        for (var i = 0; i < layout.Cpus.Length; i++)
        {
            var copy = Caches[layout.Cpus[i]];
            packed |= copy.State == CopyState.Invalid ? 0 : StateLayout.Valid(i);
            packed |= copy.State == CopyState.Dirty ? StateLayout.Dirty(i) : 0;
            packed |= copy.State != CopyState.Invalid && copy.Value != Expected ? StateLayout.Stale(i) : 0;
        }

        for (var slot = 0; slot < layout.Slots; slot++)
        {
            packed |= (Pending >> slot & 1) == 0 ? 0 : layout.Pending(slot);
        }

        return packed;
    }

    private int DirtyCpu()
    {
        for (var cpu = 0; cpu < Caches.Length; cpu++)
        {
            if (Caches[cpu].State == CopyState.Dirty)
            {
                return cpu;
            }
        }

        return -1;
    }

    private IEnumerable<(int Value, int? From)> CleanCopies()
    {
        for (var cpu = 0; cpu < Caches.Length; cpu++)
        {
            if (Caches[cpu].State == CopyState.Clean)
            {
                yield return (Caches[cpu].Value, cpu);
            }
        }
    }
}
