using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Rules;

/// <summary>A run whose machine is in no state to run it: the guest does not hold the device, say.</summary>
public sealed class ProgramsThatCannotRun : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where run.Verdict.Kind == VerdictKind.Error && !run.Program.BuiltIn
        let place = timeline.Scenario is { } scenario && run.Run.OperationIndex is { } index
            ? facts.Binding.OperationSpan(scenario, index)
            : facts.Places.Of(run.Program)
        select Finding.At(
            place,
            FindingCode.CannotRun,
            $"`{run.Program.Name}` cannot run here: {run.Verdict.Why!.Text}"
        ) with
        {
            Chain = [run.Verdict.Why],
        };
}
