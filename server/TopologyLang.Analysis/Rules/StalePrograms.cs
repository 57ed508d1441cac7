using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A program of which some interleaving reads stale data, or a value too late: shown at the read, or where a barrier is
/// missing at the step that it has to precede, with what is required there.
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
            StaleStory.BarrierPlace(remedies) ?? facts.Places.Of(program, step),
            code,
            StaleStory.Headline(first, remedies) + where + StaleStory.Doubt(first)
        ) with
        {
            Severity = Foretold.Soften(
                code.Severity,
                failing.TrueForAll(pair => facts.Foretold.Stale(pair.Timeline, pair.Run))
            ),
            Chain = [.. Chains.Of(first.Path), .. OrderStory.Reasons(first)],
            Run = first,
            Faults = [.. failing.Select(pair => Fault.Of(pair.Timeline, pair.Run))],
            Related =
            [
                .. ReadElsewhere(facts, first, remedies),
                .. failing.SelectMany(pair => Related(facts, pair.Timeline, pair.Run)),
            ],
        };
    }

    /// <summary>The read that goes wrong, where the finding stands at the step that a barrier has to precede.</summary>
    private static IEnumerable<RelatedPlace> ReadElsewhere(
        Facts facts,
        SimulatedRun run,
        ImmutableArray<Remedy> remedies
    )
    {
        var read = facts.Places.Of(run.Program, run.Verdict.FailingStep);
        return StaleStory.BarrierPlace(remedies) is { } barrier && barrier != read
            ? [new RelatedPlace(read, "this read goes wrong")]
            : [];
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
