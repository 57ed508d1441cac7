using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Remedies.Maintenance;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Rules;

/// <summary>What the rules look at.</summary>
public sealed record Facts(
    Binding Binding,
    Places Places,
    SimulatedSystem System,
    ImmutableArray<ExpectationAnswer> Expectations,
    MaintenanceChecks Maintenance,
    CancellationToken Cancellation
)
{
    public Foretold Foretold { get; } = new(Expectations);
}
