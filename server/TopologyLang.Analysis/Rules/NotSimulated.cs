using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>Says of every operation and program without an answer that there is none, and why: never silence, never a guess.</summary>
public sealed class NotSimulated : IRule
{
    public IEnumerable<Finding> Find(Facts facts) => Operations(facts).Concat(Programs(facts)).DistinctBy(finding => (finding.Where, finding.Message));

    private static IEnumerable<Finding> Operations(Facts facts) =>
        from timeline in facts.System.Timelines
        from outcome in timeline.Kernel.Operations
        where outcome is { Done: false, Refused: false }
        let why = outcome.Chain[^1]
        select Finding.At(facts.Places.Of(timeline.Scenario, outcome), CodeOf(why), $"{Words(why)}: {why.Text}") with { Chain = outcome.Chain };

    private static IEnumerable<Finding> Programs(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where run.Path.NotSimulated is not null
        let why = run.Path.NotSimulated
        select Finding.At(facts.Places.Of(run.Program), CodeOf(why), $"`{run.Program.Name}` is undecided; {Words(why)}: {why.Text}") with
        {
            Chain = [why],
        };

    private static FindingCode CodeOf(Reason why) => why.NotKnown ? FindingCode.NotKnown : FindingCode.NotSimulated;

    private static string Words(Reason why) => why.NotKnown ? "not known" : "not simulated";
}
