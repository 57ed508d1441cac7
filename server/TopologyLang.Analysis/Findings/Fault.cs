using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Analysis.Findings;

/// <summary>
/// Something that a remedy is looked for: a stale run, a refused operation, or a wrong belief. Exactly one of the three
/// is set.
/// </summary>
public sealed record Fault(SimulatedTimeline Timeline)
{
    public SimulatedRun? Run { get; private init; }

    public OperationOutcome? Refusal { get; private init; }

    public BeliefMismatch? Belief { get; private init; }

    /// <summary>The same for the same fault in another version of the file.</summary>
    public string Key =>
        this switch
        {
            { Run: { } run } => KeyOf(Timeline, run),
            { Refusal: { } refusal } => KeyOf(Timeline, refusal),
            _ => KeyOf(Timeline, Belief!),
        };

    public static Fault Of(SimulatedTimeline timeline, SimulatedRun run) => new(timeline) { Run = run };

    public static Fault Of(SimulatedTimeline timeline, OperationOutcome refusal) => new(timeline) { Refusal = refusal };

    public static Fault Of(SimulatedTimeline timeline, BeliefMismatch belief) => new(timeline) { Belief = belief };

    internal static string NameOf(SimulatedTimeline timeline, SimulatedRun run) =>
        $"{timeline.Scenario}/{run.Program.Name}/{run.Run.Run}";

    internal static string KeyOf(SimulatedTimeline timeline, SimulatedRun run) =>
        $"run {NameOf(timeline, run)}: {run.Verdict.Kind} {(run.Verdict.IsFault ? run.Verdict.Hazard : null)}";

    internal static string KeyOf(SimulatedTimeline timeline, OperationOutcome outcome) =>
        $"operation {timeline.Scenario}/{outcome.Operation}: {outcome.Result}";

    internal static string KeyOf(SimulatedTimeline timeline, BeliefMismatch belief) =>
        $"belief {timeline.Scenario}/{belief.Device}/{belief.Guest}";
}
