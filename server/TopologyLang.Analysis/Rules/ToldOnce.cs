using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// The leak checks run beside the programs of the file. What one of those shows of the same device is not said again
/// of a check, nor of a guest that turns no-snoop on what the device does by itself.
/// </summary>
internal static class ToldOnce
{
    /// <summary>The run is a leak check, and another run of the same timeline has the same finding.</summary>
    public static bool IsToldBefore(this SimulatedTimeline timeline, SimulatedRun run) =>
        run.Program.IsLeakCheck
        && timeline.Runs.Any(other => ComesFirst(other.Program, run.Program) && Shows(other, run));

    private static bool ComesFirst(Program other, Program check) =>
        other.Devices.Contains(check.Devices[0])
        && (
            !other.BuiltIn
            || (other.BuiltInAs == BuiltInKind.PageRecycle && check.BuiltInAs == BuiltInKind.GuestSetsNoSnoop)
        );

    private static bool Shows(SimulatedRun other, SimulatedRun check) =>
        other.Verdict.Kind == check.Verdict.Kind
        && (
            check.Verdict.Kind == VerdictKind.Undecided
                ? other.Verdict.Why?.Text == check.Verdict.Why?.Text
                : other.Verdict.Hazard == check.Verdict.Hazard
        );
}
