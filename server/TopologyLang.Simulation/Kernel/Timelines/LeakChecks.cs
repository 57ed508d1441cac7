using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Operations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Timelines;

/// <summary>
/// The leak checks of the built-in programs: nobody writes them into a scenario, and who has the device chooses the
/// moment. So each of them runs after every operation in which its device is in somebody's domain.
/// </summary>
public static class LeakChecks
{
    /// <summary>The state in which a program runs: before a hostile guest's program, what the guest does first.</summary>
    public static KernelState StateFor(Program program, KernelState state) =>
        program.BuiltInAs == BuiltInKind.GuestSetsNoSnoop
            ? Dispatch
                .Run(
                    state,
                    new Operation(OperationKind.SetNoSnoop)
                    {
                        Device = program.Devices[0],
                        EnableNoSnoop = true,
                        SetBy = NoSnoopSetter.Guest,
                    }
                )
                .State
            : state;

    /// <summary>
    /// Where the check has something to look at in a scenario; the end of it, where that is nowhere.
    /// </summary>
    /// <param name="number">Of the run, behind those that the scenario has.</param>
    public static ImmutableArray<ProgramRun> In(TimelineResult timeline, Program check, int number)
    {
        var device = check.Devices[0];
        ImmutableArray<ProgramRun> runs =
        [
            .. timeline
                .Moments.Where(moment => IsAway(moment.State, device))
                .Select(moment => new ProgramRun(
                    check.Name,
                    number,
                    moment.OperationIndex,
                    StateFor(check, moment.State)
                )),
        ];
        return runs.IsEmpty ? [new ProgramRun(check.Name, number, null, timeline.End)] : runs;
    }

    private static bool IsAway(KernelState state, string device) =>
        state.Devices[device] is var place
        && (place.Unknown is not null || (place.Domain is { } domain && state.Index.Domain(domain).IsOfStranger));
}
