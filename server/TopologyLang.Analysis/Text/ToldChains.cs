using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>Remembers which chains of reasons were told where, so that the next one need say only what is new in it.</summary>
public sealed class ToldChains
{
    /// <summary>A reader does not look further back, and comparing with every chain of a large file would take long.</summary>
    private const int Remembered = 20;

    /// <summary>To name another place for less than this is longer than to say it again.</summary>
    private const int WorthReferring = 2;

    private readonly Queue<(string Where, ImmutableHashSet<Reason> Reasons)> told = new();

    /// <param name="where">What a later chain shall call this one.</param>
    /// <returns>Where most of it was told already (null: nowhere), and what is new; the whole chain where nothing was.</returns>
    public (string? As, ImmutableArray<Reason> New) Tell(string where, ImmutableArray<Reason> chain)
    {
        var like = told.Reverse()
            .Select(one => (one.Where, one.Reasons, Shared: chain.Count(one.Reasons.Contains)))
            .OrderByDescending(one => one.Shared)
            .FirstOrDefault();
        if (told.Count == Remembered)
        {
            told.Dequeue();
        }

        told.Enqueue((where, [.. chain]));
        return like.Shared >= WorthReferring ? (like.Where, [.. chain.Where(reason => !like.Reasons.Contains(reason))]) : (null, chain);
    }
}
