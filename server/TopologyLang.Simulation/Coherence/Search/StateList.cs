using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// Blocks of states in the order in which they were added, in pieces, so that a long list is never copied.
/// </summary>
internal sealed class StateList
{
    private const int PieceBits = 12;
    private const int StartCapacity = 64;
    private const int BlocksAhead = 8;

    private readonly List<StateBlock[]> pieces = [new StateBlock[StartCapacity]];

    /// <summary>Blocks.</summary>
    public int Count { get; private set; }

    public long States { get; private set; }

    public long Bytes => ((pieces.Count - 1L << PieceBits) + pieces[0].Length) * 2 * sizeof(ulong);

    public StateBlock this[int index] => pieces[index >> PieceBits][index & ((1 << PieceBits) - 1)];

    public void Add(StateBlock block)
    {
        var piece = Count >> PieceBits;
        var place = Count & ((1 << PieceBits) - 1);
        if (piece == pieces.Count)
        {
            pieces.Add(new StateBlock[1 << PieceBits]);
        }
        else if (place == pieces[piece].Length)
        {
            var longer = pieces[piece];
            Array.Resize(ref longer, 2 * longer.Length);
            pieces[piece] = longer;
        }

        pieces[piece][place] = block;
        Count++;
        States += block.Count;
    }

    /// <summary>Adds the new states of the blocks that a thread found, which forgets them.</summary>
    public void Take(StateSet known, FoundBlocks found)
    {
        var blocks = found.Blocks;
        for (var i = 0; i < blocks.Length; i++)
        {
            known.Prefetch(blocks[Math.Min(i + BlocksAhead, blocks.Length - 1)]);
            Add(known.TakeNew(blocks[i]));
        }

        found.Clear();
    }

    /// <summary>The same for several threads, each of which does its own part.</summary>
    public void Take(StateSet known, FoundBlocks[] found, Action<Action<int>> forEach)
    {
        var starts = new int[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            starts[i] = Count;
            Extend(found[i].Count);
            States += found[i].States;
        }

        forEach(i => Put(known, found[i], starts[i]));
    }

    private void Put(StateSet known, FoundBlocks found, int start)
    {
        var blocks = found.Blocks;
        for (var i = 0; i < blocks.Length; i++)
        {
            known.Prefetch(blocks[Math.Min(i + BlocksAhead, blocks.Length - 1)]);
            var (piece, place) = ((start + i) >> PieceBits, (start + i) & ((1 << PieceBits) - 1));
            pieces[piece][place] = known.TakeNew(blocks[i]);
        }

        found.Clear();
    }

    private void Extend(int blocks)
    {
        Count += blocks;
        if (Count > pieces[0].Length)
        {
            var first = pieces[0];
            Array.Resize(ref first, 1 << PieceBits);
            pieces[0] = first;
        }

        while (pieces.Count << PieceBits < Count)
        {
            pieces.Add(new StateBlock[1 << PieceBits]);
        }
    }
}
