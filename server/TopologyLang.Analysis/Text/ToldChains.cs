using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>
/// Remembers which chains of reasons were told where, so that the next one need say only how it goes on. Only a common
/// beginning is referred to: reasons behind the first difference depend on it.
/// </summary>
public sealed class ToldChains
{
    /// <summary>
    /// A reader does not look further back, and comparing with every chain of a large file would take long.
    /// </summary>
    private const int Remembered = 20;

    /// <summary>To name another place for less than this is longer than to say it again.</summary>
    private const int WorthReferring = 2;

    private readonly Queue<(string Where, ImmutableArray<Reason> Chain)> told = new();

    /// <param name="where">What a later chain shall call this one.</param>
    public ToldChain Tell(string where, ImmutableArray<Reason> chain)
    {
        var like = told.Reverse()
            .Select(one =>
                (one.Where, Shared: one.Chain.Zip(chain).TakeWhile(pair => pair.First == pair.Second).Count())
            )
            .OrderByDescending(one => one.Shared)
            .FirstOrDefault();
        if (told.Count == Remembered)
        {
            told.Dequeue();
        }

        told.Enqueue((where, chain));
        return like.Shared >= WorthReferring
            ? new ToldChain(like.Where, like.Shared, chain[like.Shared..])
            : new ToldChain(null, 0, chain);
    }
}

/// <summary>A chain of which the beginning was told already.</summary>
/// <param name="As">Where; null: nowhere.</param>
/// <param name="Shared">How many reasons.</param>
/// <param name="Rest">The reasons behind them.</param>
public sealed record ToldChain(string? As, int Shared, ImmutableArray<Reason> Rest)
{
    /// <summary>What to say for the beginning; null where there is nothing to refer to.</summary>
    /// <param name="preposition">Before the place: <c>at</c>, <c>for</c>.</param>
    public string? Reference(string preposition) =>
        As is null ? null
        : Rest.IsEmpty ? $"as {preposition} {As}"
        : $"the first {Shared} reasons as {preposition} {As}, then:";
}
