using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A search that reached its limit. (What is undecided because it is not known is <see cref="NotKnown"/>'s, and where
/// an error stands in the way the error is the finding.)
/// </summary>
public sealed class UndecidedPrograms : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where
            run
                is {
                    Verdict.Kind: VerdictKind.Undecided,
                    Path.NotKnown: null,
                    DependsOnError: false,
                    DependsOnOpenFacts: false
                }
            && !timeline.IsToldBefore(run)
        select Finding.At(
            facts.Places.Of(run.Program),
            FindingCode.Undecided,
            $"`{run.Program.Name}` is not decided: {run.Verdict.Why!.Text}"
        );
}
