using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Remedies;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Rules;

/// <summary>What the rules look at.</summary>
public sealed record Facts(
    Binding Binding,
    Places Places,
    SimulatedSystem System,
    ImmutableArray<ExpectationAnswer> Expectations,
    RemedySearch Remedies,
    CancellationToken Cancellation
)
{
    public Foretold Foretold { get; } = new(Expectations);
}
