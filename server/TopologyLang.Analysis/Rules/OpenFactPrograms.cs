using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A program whose verdict differs by what the file leaves open: shown with the way to the other verdict.
/// </summary>
public sealed class OpenFactPrograms : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where run is { Verdict.Kind: VerdictKind.Undecided, DependsOnOpenFacts: true } && !timeline.IsToldBefore(run)
        select Finding.At(
            facts.Places.Of(run.Program),
            FindingCode.OpenFacts,
            $"`{run.Program.Name}` is undecided: {run.Verdict.Why!.Text}"
        ) with
        {
            Chain = run.Otherwise is { } otherwise
                ? [run.Verdict.Why, .. Chains.Of(otherwise.Path)]
                : [run.Verdict.Why],
        };
}
