using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis;

/// <summary>What a user may set about an analysis.</summary>
public sealed record AnalysisOptions
{
    public static readonly AnalysisOptions Default = new();

    public SearchLimits Limits { get; init; } = SearchLimits.Default;
}
