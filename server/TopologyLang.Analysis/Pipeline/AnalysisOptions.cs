using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Pipeline;

/// <summary>What a user may set about an analysis.</summary>
public sealed record AnalysisOptions
{
    public static readonly AnalysisOptions Default = new();

    public SearchLimits Limits { get; init; } = SearchLimits.Default;

    /// <summary>For the analysis of one file with all its searches; see <see cref="TimeLimit"/>.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(10);
}
