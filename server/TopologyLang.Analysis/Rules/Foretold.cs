using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// What the file's own expectations foretell. A foretold finding is shown as information, so that a file can document a
/// hazard and still pass.
/// </summary>
public sealed class Foretold(ImmutableArray<ExpectationAnswer> answers)
{
    public bool Stale(SimulatedTimeline timeline, SimulatedRun run) =>
        answers.Any(answer =>
            answer.Expectation is { } expected
            && (run.Verdict.Kind == VerdictKind.Overwritten ? expected.Overwritten : expected.Stale)
            && (expected.Hazard is null || expected.Hazard == run.Verdict.Hazard)
            && (
                expected.Kind == ExpectationKind.Program
                    ? expected.Program == run.Program.Name
                    : expected.Scenario == timeline.Scenario && expected.Run == run.Run.Run
            )
        );

    public bool Refusal(OperationOutcome outcome) =>
        answers.Any(answer =>
            answer.Expectation is { Kind: ExpectationKind.Attach } expected
            && outcome.Operation.Kind == OperationKind.Attach
            && expected.Device == outcome.Operation.Device
            && expected.Domain == outcome.Operation.Domain
            && expected.Errno == outcome.Result
        );

    /// <summary>
    /// The file says that nothing blocks the device's no-snoop, or that a program of its reads stale data.
    /// </summary>
    public bool NotBlocked(SimulatedSystem system, string device) =>
        !answers.IsEmpty
        && (
            answers.Any(answer =>
                answer is { Met: true, Expectation: { Kind: ExpectationKind.Box, Box: 3 or 4 } expected }
                && expected.Device == device
            )
            || system.Timelines.Any(timeline =>
                timeline.Runs.Any(run =>
                    run.Verdict.IsFault && run.Program.Devices.Contains(device) && Stale(timeline, run)
                )
            )
        );

    /// <summary>Lowers a finding to information where it was foretold.</summary>
    public static Severity Soften(Severity severity, bool foretold) =>
        foretold && severity < Severity.Information ? Severity.Information : severity;
}
