using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Expectations;

/// <param name="Index">As of <see cref="Binding.ExpectationSpan"/>: its place among the topology's expectations, then
/// among those left out.</param>
/// <param name="Found">What came out instead, in words; what came out, where it is met.</param>
public sealed record ExpectationAnswer(int Index, Expectation Expectation, bool Met, string Found)
{
    /// <summary>Set where nothing came out because of a mistake in the file, which has a finding of its own.</summary>
    public LeftOut? NotChecked { get; init; }
}
