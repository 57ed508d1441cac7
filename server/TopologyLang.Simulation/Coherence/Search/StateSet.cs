using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// Known states, 64 to a place: open addressing over one flat array; nothing is allocated for a single state.
/// </summary>
internal sealed class StateSet
{
    private const int StartBits = 6;
    private const int PlacesBetweenCancellationChecks = 1 << 12;
    private const ulong FibonacciHash = 0x9E3779B97F4A7C15;

    private Place[] places = new Place[1 << StartBits];
    private int shift = 64 - StartBits;
    private int used;

    public long Capacity => places.Length;

    /// <summary>Places that are taken, each by a block of states.</summary>
    public int Used => used;

    public static long BytesOf(long capacity) => capacity * Unsafe.SizeOf<Place>();

    /// <summary>At most so many places are taken before the set must grow: three quarters.</summary>
    public static long Room(long capacity) => capacity / 4 * 3;

    /// <summary>Asks the processor to fetch the place of a block, for an <see cref="Add"/> soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(ulong block)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(
                Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(places), Home(block)))
            );
        }
    }

    /// <summary>One of the states is known.</summary>
    public bool HasAnyOf(StateBlock block)
    {
        for (var i = Home(block.Base); places[i].Key != 0; i = (i + 1) & (places.Length - 1))
        {
            if (places[i].Key == KeyOf(block.Base))
            {
                return ((places[i].Known | places[i].New) & block.States) != 0;
            }
        }

        return false;
    }

    /// <summary>Adds states and notes in <paramref name="found"/> what of them is new.</summary>
    public void Add(StateBlock block, FoundBlocks found)
    {
        var all = places;
        var key = KeyOf(block.Base);
        var i = Home(block.Base);
        while (all[i].Key != key)
        {
            if (all[i].Key == 0)
            {
                all[i].Key = key;
                used++;
                break;
            }

            i = (i + 1) & (all.Length - 1);
        }

        ref var place = ref all[i];
        var fresh = block.States & ~(place.Known | place.New);
        if (fresh != 0)
        {
            found.Note(block.Base, fresh, isFirst: place.New == 0);
            place.New |= fresh;
        }
    }

    /// <summary>
    /// As <see cref="Add"/>, with other threads doing the same; none may be growing it. The places that it takes are
    /// counted by the thread, and here when it calls <see cref="Count"/>: one counter for all would be written, and
    /// waited for, at each new place.
    /// </summary>
    public void AddShared(StateBlock block, FoundBlocks found)
    {
        ref var place = ref SharedPlace(block.Base, found);
        var fresh = block.States & ~(place.Known | Volatile.Read(ref place.New));
        if (fresh == 0)
        {
            return;
        }

        var before = Interlocked.Or(ref place.New, fresh);
        fresh &= ~before;
        if (fresh != 0)
        {
            found.Note(block.Base, fresh, isFirst: before == 0);
        }
    }

    /// <summary>Counts the places that a thread took; those of other threads may be missing yet.</summary>
    public void Count(FoundBlocks found)
    {
        Interlocked.Add(ref used, found.Places);
        found.Places = 0;
    }

    /// <summary>The states of a block that were added since it was last asked.</summary>
    public StateBlock TakeNew(ulong block)
    {
        var i = Home(block);
        while (places[i].Key != KeyOf(block))
        {
            i = (i + 1) & (places.Length - 1);
        }

        var taken = new StateBlock(block, places[i].New);
        places[i].Known |= places[i].New;
        places[i].New = 0;
        return taken;
    }

    /// <summary>Makes room for twice as many; each thread moves a part of the places.</summary>
    /// <exception cref="OperationCanceledException"/>
    public void Grow(int threads, CancellationToken cancellation)
    {
        var old = places;
        places = new Place[2 * old.Length];
        shift--;
        if (threads == 1)
        {
            Move(old, cancellation);
        }
        else
        {
            Parallel.For(0, threads, i => Move(old.AsSpan(Part(i)..Part(i + 1)), cancellation));
        }

        cancellation.ThrowIfCancellationRequested();

        int Part(int number) => (int)((long)old.Length * number / threads);
    }

    /// <summary>
    /// The lowest bits of a block are 0, so that with one of them set it is never 0: that is an empty place.
    /// </summary>
    private static ulong KeyOf(ulong block) => block | 1;

    /// <summary>The place where the search for a block begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(ulong block) => (int)(((block >> StateBlock.Bits) * FibonacciHash) >> shift);

    /// <summary>Other threads may be moving other places. Where it is cancelled it ends early.</summary>
    private void Move(ReadOnlySpan<Place> old, CancellationToken cancellation)
    {
        var all = places;
        for (var i = 0; i < old.Length; i++)
        {
            if (i % PlacesBetweenCancellationChecks == 0 && cancellation.IsCancellationRequested)
            {
                return;
            }

            if (old[i].Key != 0)
            {
                var at = Home(old[i].Key);
                while (Interlocked.CompareExchange(ref all[at].Key, old[i].Key, 0) != 0)
                {
                    at = (at + 1) & (all.Length - 1);
                }

                (all[at].Known, all[at].New) = (old[i].Known, old[i].New);
            }
        }
    }

    private ref Place SharedPlace(ulong block, FoundBlocks found)
    {
        var all = places;
        var key = KeyOf(block);
        for (var i = Home(block); ; i = (i + 1) & (all.Length - 1))
        {
            var there = Volatile.Read(ref all[i].Key);
            if (there == 0)
            {
                there = Interlocked.CompareExchange(ref all[i].Key, key, 0);
                if (there == 0)
                {
                    found.Places++;
                    return ref all[i];
                }
            }

            if (there == key)
            {
                return ref all[i];
            }
        }
    }

    private struct Place
    {
        public ulong Key;

        /// <summary>
        /// Those of earlier depths: while a depth is explored they stay as they are, and no thread waits for another to
        /// read them.
        /// </summary>
        public ulong Known;

        /// <summary>Those that were found at the present depth.</summary>
        public ulong New;
    }
}
