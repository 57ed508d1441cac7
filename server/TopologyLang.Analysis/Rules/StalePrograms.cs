using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A program of which some interleaving reads stale data: shown at the read, with what is required there.
/// </summary>
public sealed class StalePrograms : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where run.Verdict.IsFault && !timeline.IsToldBefore(run)
        group (timeline, run) by (run.Program.Name, Step: run.Verdict.FailingStep, run.Verdict.Hazard) into same
        select Of(facts, [.. same]);

    /// <summary>Runs that fail at the same place in the same way are one finding.</summary>
    private static Finding Of(Facts facts, List<(SimulatedTimeline Timeline, SimulatedRun Run)> failing)
    {
        var first = failing[0].Run;
        var program = first.Program;
        var step = first.Verdict.FailingStep;
        var code = FindingCode.Stale;
        var remedies = facts.Maintenance.Insertions(first, facts.Cancellation);
        var where = failing[0].Timeline.Scenario is null ? "" : $" ({RunNames(failing)})";
        return Finding.At(
            facts.Places.Of(program, step),
            code,
            StaleStory.Headline(first, remedies) + where + StaleStory.Doubt(first)
        ) with
        {
            Severity = Foretold.Soften(
                code.Severity,
                failing.TrueForAll(pair => facts.Foretold.Stale(pair.Timeline, pair.Run))
            ),
            Chain = Chains.Of(first.Path),
            Run = first,
            Faults = [.. failing.Select(pair => Fault.Of(pair.Timeline, pair.Run))],
            Related = [.. failing.SelectMany(pair => Related(facts, pair.Timeline, pair.Run))],
        };
    }

    private static string RunNames(List<(SimulatedTimeline Timeline, SimulatedRun Run)> failing) =>
        string.Join(", ", failing.Select(pair => $"{RunName(pair.Run)} scenario `{pair.Timeline.Scenario}`"));

    private static string RunName(SimulatedRun run) => run.Program.BuiltIn ? "in" : $"run {run.Run.Run} of";

    private static IEnumerable<RelatedPlace> Related(Facts facts, SimulatedTimeline timeline, SimulatedRun run)
    {
        if (timeline.Scenario is { } scenario && run.Run.OperationIndex is { } index)
        {
            yield return new RelatedPlace(
                facts.Binding.OperationSpan(scenario, index),
                run.Program.BuiltIn
                    ? $"after this: {Words.Of(run.Verdict)}"
                    : $"run {run.Run.Run}: {Words.Of(run.Verdict)}"
            );
        }

        foreach (
            var assignment in timeline
                .Topology.Guests.Where(guest => guest.Name == run.Program.Guest)
                .SelectMany(guest => guest.Assign)
        )
        {
            if (
                run.Program.Devices.Contains(assignment.Device)
                && facts.Binding.AssignSpan(run.Program.Guest!, assignment.Device) is { } place
            )
            {
                yield return new RelatedPlace(place, $"{assignment.Device} is assigned here");
            }
        }
    }
}
