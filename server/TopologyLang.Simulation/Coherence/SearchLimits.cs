namespace TopologyLang.Simulation.Coherence;

/// <summary>How much the checker may do before it answers "undecided", and how it goes about it.</summary>
/// <param name="States">
/// Distinct states of one search; there is one search for each group of buffers that depend on each other and each
/// possible access class.
/// </param>
public sealed record SearchLimits(long States)
{
    /// <summary>
    /// Fits an editor: about half a second and 80 MB at the worst, where usual programs need some hundred states.
    /// </summary>
    public static readonly SearchLimits Default = new(2_000_000);

    /// <summary>Bytes of memory of one search.</summary>
    public long Memory { get; init; } = 1L << 30;

    /// <summary>
    /// Threads of one search, which share it from some ten thousand states on. The answer is the same with any number.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Told about a search that takes longer than half a second, again and again; from a thread of the search.
    /// </summary>
    public IProgress<SearchProgress>? Progress { get; init; }
}

/// <summary>How far a search has come.</summary>
/// <param name="States">Distinct states found.</param>
/// <param name="Depth">Every run of so many steps was looked at.</param>
public readonly record struct SearchProgress(long States, int Depth);
