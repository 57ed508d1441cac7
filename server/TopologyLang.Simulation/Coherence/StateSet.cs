namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// States in the order in which they were found, each with the one it was found from: the queue of a breadth-first search and its set of
/// known states in one. Open addressing over flat arrays; nothing is allocated for a single state.
/// </summary>
internal sealed class StateSet
{
    /// <summary>What the arrays can hold with room for one more state's successors.</summary>
    public const int MaxCount = (1 << 29) - 1024;

    private const int StartCapacity = 256;
    private const ulong FibonacciHash = 0x9E3779B97F4A7C15;

    private ulong[] states = new ulong[StartCapacity];
    private int[] parents = new int[StartCapacity];

    /// <summary>A state plus one, so that 0 is an empty place (the highest bit of a state is never set). At most half full.</summary>
    private ulong[] table = new ulong[2 * StartCapacity];
    private int shift = 64 - 9;

    public int Count { get; private set; }

    public ulong this[int index] => states[index];

    public int ParentOf(int index) => parents[index];

    public void Add(ulong state, int parent)
    {
        var place = PlaceOf(state);
        if (table[place] != 0)
        {
            return;
        }

        table[place] = state + 1;
        states[Count] = state;
        parents[Count] = parent;
        Count++;
        if (Count == states.Length)
        {
            Grow();
        }
    }

    private int PlaceOf(ulong state)
    {
        var mask = table.Length - 1;
        var place = (int)((state * FibonacciHash) >> shift);
        while (table[place] != 0 && table[place] != state + 1)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private void Grow()
    {
        Array.Resize(ref states, 2 * states.Length);
        Array.Resize(ref parents, 2 * parents.Length);
        table = new ulong[2 * table.Length];
        shift--;
        for (var i = 0; i < Count; i++)
        {
            table[PlaceOf(states[i])] = states[i] + 1;
        }
    }
}
