using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// Says of every operation and program without an answer that there is none, and why: never silence, never a guess.
/// </summary>
public sealed class NotKnown : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        Operations(facts).Concat(Programs(facts)).DistinctBy(finding => (finding.Where, finding.Message));

    private static IEnumerable<Finding> Operations(Facts facts) =>
        from timeline in facts.System.Timelines
        from outcome in timeline.Kernel.Operations
        where outcome is { Done: false, Refused: false } && timeline.DoubtOf(outcome.Operation) is null
        let why = outcome.Chain[^1]
        select Finding.At(
            facts.Places.Of(timeline.Scenario, outcome),
            FindingCode.NotKnown,
            $"not known: {why.Text}"
        ) with
        {
            Chain = outcome.Chain,
        };

    private static IEnumerable<Finding> Programs(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where run.Path.NotKnown is not null && !timeline.IsToldBefore(run)
        let why = run.Path.NotKnown
        select Finding.At(
            facts.Places.Of(run.Program),
            FindingCode.NotKnown,
            $"`{run.Program.Name}` is undecided; not known: {why.Text}"
        ) with
        {
            Chain = [why],
        };
}
