using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Runs;

namespace TopologyLang.Simulation.Coherence.Search;

internal enum SearchOutcome
{
    Coherent,
    Stale,

    /// <summary>No run reads an older value, but some read a newer one.</summary>
    Overwritten,

    /// <summary>No run gets past some wait.</summary>
    Stuck,
    StateLimitReached,
    MemoryLimitReached,

    /// <summary>The steps of the program may happen in more orders than are explored.</summary>
    PlaceLimitReached,
}

/// <param name="States">Distinct states found; of a stale read those of runs that are not longer than the
/// shortest.</param>
/// <param name="Run">
/// Of a stale read: for each step of the run its place among the steps that are possible there
/// (<see cref="ConcreteSteps"/>), so that the run holds no names. The last one reads stale data.
/// </param>
/// <param name="Depth">No run of at most this many steps ends in a stale read (the one that was found has one step
/// more).</param>
internal sealed record SearchResult(SearchOutcome Outcome, long States, ImmutableArray<int> Run, int Depth)
{
    /// <summary>Of a stale or overwritten read the program step that reads; of a stuck one the wait.</summary>
    public int ReadingStep { get; init; }

    /// <summary>The most memory that the search used, in bytes.</summary>
    public long Bytes { get; init; }
}
