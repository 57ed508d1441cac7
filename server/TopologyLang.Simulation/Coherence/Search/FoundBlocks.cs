using System.Numerics;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>The blocks in which one thread found new states at the present depth.</summary>
internal sealed class FoundBlocks
{
    private ulong[] blocks = new ulong[64];
    private int count;

    /// <summary>New states in all of them.</summary>
    public long States { get; private set; }

    /// <summary>Places that the thread took in the set and that are not counted there yet.</summary>
    public int Places { get; set; }

    public int Count => count;

    public long Bytes => blocks.Length * (long)sizeof(ulong);

    public ReadOnlySpan<ulong> Blocks => blocks.AsSpan(0, count);

    /// <param name="isFirst">Nobody has noted this block at this depth.</param>
    public void Note(ulong block, ulong fresh, bool isFirst)
    {
        States += BitOperations.PopCount(fresh);
        if (!isFirst)
        {
            return;
        }

        if (count == blocks.Length)
        {
            Array.Resize(ref blocks, 2 * count);
        }

        blocks[count++] = block;
    }

    public void Clear() => (count, States) = (0, 0);
}
