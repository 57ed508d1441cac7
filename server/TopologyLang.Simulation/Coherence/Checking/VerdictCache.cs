using System.Globalization;
using TopologyLang.Simulation.Coherence.Products;
using TopologyLang.Simulation.Coherence.Search;

namespace TopologyLang.Simulation.Coherence.Checking;

/// <summary>
/// What the checker has searched before. The key is the compiled program of a line, which holds no names: two programs
/// of equal shape on equal paths are searched once, and each gets its verdict with its own names. Safe to use from any
/// number of threads.
/// </summary>
/// <param name="capacity">Searches to remember; of more, the ones that were not asked for lately are forgotten.</param>
public sealed class VerdictCache(int capacity = VerdictCache.DefaultCapacity)
{
    public const int DefaultCapacity = 4096;

    private readonly Lock gate = new();

    /// <summary>
    /// Two generations, each at most half of the capacity: what is asked for again moves to the younger one.
    /// </summary>
    private Dictionary<string, SearchResult> young = [];
    private Dictionary<string, SearchResult> old = [];
    private long searches;

    /// <summary>Searches that were really done.</summary>
    public long Searches => Interlocked.Read(ref searches);

    /// <summary>What a search of the program comes to: searched now, or remembered.</summary>
    /// <exception cref="OperationCanceledException"/>
    internal SearchResult Search(ProductProgram program, SearchLimits limits, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var key = string.Create(CultureInfo.InvariantCulture, $"{limits.States}/{limits.Memory}/{program.Key()}");
        if (Recall(key) is { } known)
        {
            return known;
        }

        var result = StateSearch.Run(program, limits, cancellation);
        Interlocked.Increment(ref searches);
        Remember(key, result);
        return result;
    }

    private SearchResult? Recall(string key)
    {
        lock (gate)
        {
            if (!young.TryGetValue(key, out var known) && old.Remove(key, out known))
            {
                Add(key, known);
            }

            return known;
        }
    }

    private void Remember(string key, SearchResult result)
    {
        lock (gate)
        {
            Add(key, result);
        }
    }

    private void Add(string key, SearchResult result)
    {
        if (young.Count >= Math.Max(1, capacity / 2))
        {
            (old, young) = (young, []);
        }

        young[key] = result;
    }
}
