namespace TopologyLang.Simulation.Coherence;

/// <summary>How much the checker may do before it answers "undecided".</summary>
/// <param name="States">Distinct states of one search; there is one search for each buffer and possible access class.</param>
public sealed record SearchLimits(long States)
{
    /// <summary>Fits an editor: about half a second and 60 MB at the worst, where usual programs need some hundred states.</summary>
    public static readonly SearchLimits Default = new(2_000_000);
}
