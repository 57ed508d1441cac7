namespace TopologyLang.Simulation.Coherence;

/// <summary>Blocks of states in the order in which they were added, in pieces, so that a long list is never copied.</summary>
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
}
