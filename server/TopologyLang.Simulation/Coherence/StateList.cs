namespace TopologyLang.Simulation.Coherence;

/// <summary>States in the order in which they were added, in pieces, so that a long list is never copied.</summary>
internal sealed class StateList
{
    private const int PieceBits = 16;
    private const int StartCapacity = 256;

    private readonly List<ulong[]> pieces = [new ulong[StartCapacity]];

    public int Count { get; private set; }

    public long Bytes => ((pieces.Count - 1L << PieceBits) + pieces[0].Length) * sizeof(ulong);

    public ulong this[int index] => pieces[index >> PieceBits][index & ((1 << PieceBits) - 1)];

    public void Add(ulong state)
    {
        var piece = Count >> PieceBits;
        var place = Count & ((1 << PieceBits) - 1);
        if (piece == pieces.Count)
        {
            pieces.Add(new ulong[1 << PieceBits]);
        }
        else if (place == pieces[piece].Length)
        {
            var longer = pieces[piece];
            Array.Resize(ref longer, 2 * longer.Length);
            pieces[piece] = longer;
        }

        pieces[piece][place] = state;
        Count++;
    }

    public void AddRange(ReadOnlySpan<ulong> states)
    {
        foreach (var state in states)
        {
            Add(state);
        }
    }
}
