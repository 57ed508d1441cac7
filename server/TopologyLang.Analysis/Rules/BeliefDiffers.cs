using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Rules;

/// <summary>Where the kernel believes DMA to be coherent and the hardware does not make it so.</summary>
public sealed class BeliefDiffers : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        Mismatches(facts).DistinctBy(finding => (finding.Where, finding.Message));

    private static IEnumerable<Finding> Mismatches(Facts facts) =>
        from timeline in facts.System.Timelines
        from mismatch in timeline.Beliefs
        let code = FindingCode.BeliefDiffers
        let end = timeline.Scenario is { } scenario ? $" (at the end of scenario {scenario})" : ""
        select Finding.At(
            facts.Places.Name(DeclarationKind.Device, mismatch.Device),
            code,
            $"{mismatch.Believed}, but {mismatch.Truth}{end} ({mismatch.Function}; {mismatch.Versions})"
        ) with
        {
            Severity = Foretold.Soften(code.Severity, facts.Foretold.NotBlocked(facts.System, mismatch.Device)),
            Chain = mismatch.Chain,
            Faults = [Fault.Of(timeline, mismatch)],
        };
}
