using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Advice;

/// <summary>Gives one device at a time to a guest, and simulates what comes of it.</summary>
internal sealed class Trials(Simulator simulator, PassThrough machines, CancellationToken cancellation)
{
    /// <param name="change">What is another way at the device's host.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Trial Of(Device device, DomainApi api, Func<Host, Host> change)
    {
        cancellation.ThrowIfCancellationRequested();
        var simulated = simulator.Simulate(machines.Of(device, api, change), cancellation);
        return new Trial(device, simulated.Timelines.Single());
    }
}

/// <summary>What came of giving one device to a guest.</summary>
internal sealed record Trial(Device Device, SimulatedTimeline Timeline)
{
    public OperationOutcome Attach =>
        Timeline.Kernel.Operations.First(one => one.Operation.Kind == OperationKind.Attach);

    public BoxAnswer Box => Timeline.BoxOf(Device.Name);

    public GuestState Guest => Timeline.GuestOf(PassThrough.Guest);

    public DomainState Domain => Timeline.DomainOf(Timeline.Topology.Domains[0].Name);

    public IEnumerable<SimulatedRun> Stale => Timeline.Runs.Where(run => run.Verdict.IsFault);

    public Suitability Suitability =>
        Attach.Refused ? Suitability.Refused
        : Stale.Any(run => run.Verdict.Hazard == Hazard.InformationLeak) ? Suitability.Unsafe
        : !Attach.Done
        || Timeline.Runs.IsEmpty
        || Timeline.Runs.Any(run => run.Verdict.Kind is VerdictKind.Undecided or VerdictKind.Error)
            ? Suitability.Unknown
        : Stale.Any() ? Suitability.NeedsCare
        : Suitability.Safe;

    /// <summary>What the verdicts rest on that the file does not say.</summary>
    public ImmutableArray<string> Conditions =>
        Suitability is Suitability.Safe or Suitability.NeedsCare
            ? [.. Timeline.Runs.Select(run => run.Verdict.Condition).OfType<string>().Distinct(StringComparer.Ordinal)]
            : [];

    public ImmutableArray<string> Hazards =>
        [.. Stale.Select(run => $"{run.Program.Name[(Device.Name.Length + 1)..]}: {Words.Of(run.Verdict)}")];

    /// <summary>
    /// Why it is refused, else why it is in its box; where the simulation does not know, what it does not know.
    /// </summary>
    public ImmutableArray<Reason> Why =>
        Attach.Done
            ?
            [
                .. Box.Chain,
                .. Timeline
                    .Runs.Where(run => run.Verdict.Kind == VerdictKind.Undecided)
                    .Select(run => run.Verdict.Why)
                    .OfType<Reason>()
                    .Take(1),
            ]
            : Attach.Chain;
}
