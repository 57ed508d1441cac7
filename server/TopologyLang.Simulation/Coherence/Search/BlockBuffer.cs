using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>A short list of blocks that is filled and emptied again and again.</summary>
internal sealed class BlockBuffer
{
    /// <summary>Looking further back for a block of the same base costs more than having two.</summary>
    private const int MostLookedAt = 8;

    private StateBlock[] blocks = new StateBlock[64];

    public int Count { get; private set; }

    public ReadOnlySpan<StateBlock> Blocks => blocks.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void CutAt(int count) => Count = count;

    public void Add(StateBlock block)
    {
        if (Count == blocks.Length)
        {
            Array.Resize(ref blocks, 2 * Count);
        }

        blocks[Count++] = block;
    }

    public void AddRange(ReadOnlySpan<StateBlock> others)
    {
        foreach (var block in others)
        {
            Add(block);
        }
    }

    /// <summary>Adds one state, to a block of its base if there is one from <paramref name="from"/> on.</summary>
    public void Gather(int from, ulong state)
    {
        var one = StateBlock.Of(state);
        for (var i = Count - 1; i >= Math.Max(from, Count - MostLookedAt); i--)
        {
            if (blocks[i].Base == one.Base)
            {
                blocks[i] = one with { States = blocks[i].States | one.States };
                return;
            }
        }

        Add(one);
    }

    /// <summary>Clears and sets bits of every base from <paramref name="from"/> on.</summary>
    public void Change(int from, ulong clear, ulong set)
    {
        if ((clear | set) == 0)
        {
            return;
        }

        for (var i = from; i < Count; i++)
        {
            blocks[i] = blocks[i] with { Base = (blocks[i].Base & ~clear) | set };
        }
    }
}
