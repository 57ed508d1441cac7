using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Known states: open addressing over one flat array; nothing is allocated for a single state.</summary>
/// <remarks>A state plus one is stored, so that 0 is an empty place (the highest bit of a state is never set).</remarks>
internal sealed class StateSet
{
    private const int StartCapacity = 256;
    private const int StatesBetweenCancellationChecks = 1 << 15;
    private const ulong FibonacciHash = 0x9E3779B97F4A7C15;

    private ulong[] table = new ulong[StartCapacity];
    private int shift = 64 - 8;

    public long Capacity => table.Length;

    public static long BytesOf(long capacity) => capacity * sizeof(ulong);

    /// <summary>At most so many states have room before the set must grow: four fifths.</summary>
    public static long Room(long capacity) => capacity / 5 * 4;

    /// <summary>The place where the search for a state begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Home(ulong state) => (int)((state * FibonacciHash) >> shift);

    /// <summary>Asks the processor to fetch the place, for an <see cref="Add"/> soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int home)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(table), home)));
        }
    }

    public bool Contains(ulong state)
    {
        var place = Home(state);
        while (table[place] != 0)
        {
            if (table[place] == state + 1)
            {
                return true;
            }

            place = (place + 1) & (table.Length - 1);
        }

        return false;
    }

    /// <returns>The state is new.</returns>
    public bool Add(ulong state)
    {
        var places = table;
        var place = Home(state);
        while (true)
        {
            var found = places[place];
            if (found == state + 1)
            {
                return false;
            }

            if (found == 0)
            {
                places[place] = state + 1;
                return true;
            }

            place = (place + 1) & (places.Length - 1);
        }
    }

    /// <summary>As <see cref="Add"/>, with other threads doing the same; none may be growing it.</summary>
    public bool AddShared(ulong state)
    {
        var places = table;
        var place = Home(state);
        while (true)
        {
            var found = Volatile.Read(ref places[place]);
            if (found == 0)
            {
                found = Interlocked.CompareExchange(ref places[place], state + 1, 0);
                if (found == 0)
                {
                    return true;
                }
            }

            if (found == state + 1)
            {
                return false;
            }

            place = (place + 1) & (places.Length - 1);
        }
    }

    /// <exception cref="OperationCanceledException"/>
    public void Grow(CancellationToken cancellation)
    {
        var old = table;
        table = new ulong[2 * old.Length];
        shift--;
        for (var i = 0; i < old.Length; i++)
        {
            if (i % StatesBetweenCancellationChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (old[i] != 0)
            {
                Add(old[i] - 1);
            }
        }
    }
}
