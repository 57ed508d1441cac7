using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>Every answer of one simulation that is worth comparing with that of another kernel.</summary>
internal static class KernelAnswers
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<KernelAnswer> Of(SimulatedSystem system, CancellationToken cancellation)
    {
        var answers = ImmutableArray.CreateBuilder<KernelAnswer>();
        foreach (var answer in system.Timelines.SelectMany(Of))
        {
            cancellation.ThrowIfCancellationRequested();
            answers.Add(answer);
        }

        return answers.ToImmutable();
    }

    /// <summary>In their order; a scenario may do the same twice, and then they are counted.</summary>
    public static OrderedDictionary<
        (KernelAnswerKind Kind, string? Scenario, string Subject, int Time),
        KernelAnswer
    > ByKey(ImmutableArray<KernelAnswer> answers)
    {
        var times = new Dictionary<(KernelAnswerKind, string?, string), int>();
        var byKey = new OrderedDictionary<(KernelAnswerKind, string?, string, int), KernelAnswer>();
        foreach (var answer in answers)
        {
            var name = (answer.Kind, answer.Scenario, answer.Subject);
            var time = times[name] = times.GetValueOrDefault(name) + 1;
            byKey.Add((answer.Kind, answer.Scenario, answer.Subject, time), answer);
        }

        return byKey;
    }

    /// <summary>One after the other as they are asked for, so that whoever asks can stop.</summary>
    private static IEnumerable<KernelAnswer> Of(SimulatedTimeline timeline)
    {
        var operations = timeline.Kernel.Operations;
        var ofDomain = operations.ToLookup(outcome => outcome.Operation.Domain, StringComparer.Ordinal);
        var notDone = operations
            .Index()
            .Where(one => !one.Item.Done)
            .ToLookup(one => one.Item.Operation.Device, StringComparer.Ordinal);
        return operations
            .Where(outcome => outcome.Operation.Kind is not (OperationKind.Run or OperationKind.Upgrade))
            .Select(outcome => new KernelAnswer(
                KernelAnswerKind.Operation,
                timeline.Scenario,
                Name(outcome),
                outcome.Result,
                outcome.Chain
            ))
            .Concat(timeline.Topology.Devices.Select(device => Box(timeline, device)))
            .Concat(timeline.Topology.Domains.Select(domain => Enforced(timeline, domain, ofDomain[domain.Name])))
            .Concat(timeline.Topology.Guests.SelectMany(guest => OfGuest(timeline, guest)))
            .Concat(
                timeline.Runs.Select(run => new KernelAnswer(
                    KernelAnswerKind.Verdict,
                    timeline.Scenario,
                    timeline.Scenario is null || run.Program.BuiltIn
                        ? run.Program.Name
                        : $"{run.Program.Name} run {run.Run.Run}",
                    Words.Of(run.Verdict),
                    ChainOf(notDone, run)
                ))
            );
    }

    /// <summary>
    /// Of a program that cannot run also why its devices were refused: that is what differs between kernels.
    /// </summary>
    private static ImmutableArray<Reason> ChainOf(
        ILookup<string?, (int Index, OperationOutcome Outcome)> notDone,
        SimulatedRun run
    )
    {
        var refused = run.Path.CannotRun is null
            ? []
            : run
                .Program.Devices.Distinct()
                .SelectMany(device => notDone[device])
                .OrderBy(one => one.Index)
                .SelectMany(one => one.Outcome.Chain);
        return run.Verdict.Why is { } why ? [.. Chains.Of(run.Path), .. refused, why] : Chains.Of(run.Path);
    }

    private static KernelAnswer Box(SimulatedTimeline timeline, Device device)
    {
        var answer = timeline.BoxOf(device.Name);
        var value = answer.Box is { } box ? $"box {box}" : StateWords.Box(answer);
        return new KernelAnswer(KernelAnswerKind.Box, timeline.Scenario, device.Name, value, answer.Chain);
    }

    private static KernelAnswer Enforced(
        SimulatedTimeline timeline,
        Domain domain,
        IEnumerable<OperationOutcome> operations
    )
    {
        var value = StateWords.Enforced(timeline.DomainOf(domain.Name));
        var chain = operations.SelectMany(outcome => outcome.Chain);
        return new KernelAnswer(
            KernelAnswerKind.Enforced,
            timeline.Scenario,
            domain.Name,
            value,
            [.. chain.Distinct()]
        );
    }

    private static IEnumerable<KernelAnswer> OfGuest(SimulatedTimeline timeline, Guest guest)
    {
        var state = timeline.GuestOf(guest.Name);
        KernelAnswer Answer(KernelAnswerKind kind, string value, ImmutableArray<Reason> chain) =>
            state.Unknown is { } unknown
                ? new KernelAnswer(kind, timeline.Scenario, guest.Name, StateWords.Unknown, [unknown])
                : new KernelAnswer(kind, timeline.Scenario, guest.Name, value, chain);
        return
        [
            Answer(KernelAnswerKind.Wbinvd, Words.Of(state.Wbinvd), state.WbinvdChain),
            Answer(KernelAnswerKind.GuestPat, Words.OfPat(state.GuestPatHonoured), state.PatChain),
        ];
    }

    private static string Name(OperationOutcome outcome) =>
        outcome.Operation switch
        {
            { Kind: OperationKind.Attach } attach => $"attach {attach.Device} to {attach.Domain}",
            { Kind: OperationKind.Detach } detach => $"detach {detach.Device} from {detach.Domain}",
            { Kind: OperationKind.KvmAdd } add => $"kvm add {add.Device} to {add.Guest}",
            { Kind: OperationKind.KvmRemove } remove => $"kvm remove {remove.Device} from {remove.Guest}",
            { Kind: OperationKind.SetNoSnoop } set => $"set {set.Device} no_snoop",
            var other => $"{Words.Of(other.Kind)} {other.Device ?? other.Domain}",
        };
}
