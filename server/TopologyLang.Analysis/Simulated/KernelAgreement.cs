using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Makes one timeline of those under several kernels that a host may have: what is the same under all of them stays,
/// and the rest becomes unknown.
/// </summary>
internal sealed class KernelAgreement
{
    private readonly SystemTopology topology;
    private readonly ImmutableArray<KernelChoice> choices;
    private readonly ImmutableArray<SimulatedTimeline> timelines;
    private readonly string why;

    private readonly Dictionary<KernelState, (ImmutableArray<KernelState> Of, KernelState State)> agreed = new(
        ReferenceEqualityComparer.Instance
    );

    /// <param name="topology">As declared.</param>
    /// <param name="choices">The kernels, one choice a timeline.</param>
    /// <param name="timelines">Of the same scenario; the first is under the kernels as their names have them.</param>
    public KernelAgreement(
        SystemTopology topology,
        ImmutableArray<KernelChoice> choices,
        ImmutableArray<SimulatedTimeline> timelines
    )
    {
        this.topology = topology;
        this.choices = choices;
        this.timelines = timelines;
        why = PossibleKernels.Why(topology);
    }

    public SimulatedTimeline Merge()
    {
        var first = timelines[0];
        var end = Agreed([.. timelines.Select(timeline => timeline.End)]);
        return first with
        {
            Kernel = first.Kernel with
            {
                Operations = [.. first.Kernel.Operations.Select(Merge)],
                Runs = [.. first.Kernel.Runs.Select((run, index) => run with { State = AgreedAt(index) })],
                End = end,
            },
            Runs = [.. first.Runs.Select(Merge)],
            Beliefs =
            [
                .. first.Beliefs.Where(belief =>
                    timelines.All(timeline => timeline.Beliefs.Any(other => AreAlike(belief, other)))
                ),
            ],
        };
    }

    /// <summary>Where there are too many choices to simulate: nothing is known.</summary>
    public static SimulatedTimeline Unknown(SystemTopology topology, SimulatedTimeline one, Reason why)
    {
        KernelState Doubted(KernelState state) =>
            Doubts.Add(
                state,
                [.. topology.Devices.Select(device => device.Name)],
                [.. topology.Domains.Select(domain => domain.Name)],
                [.. topology.Guests.Select(guest => guest.Name)],
                why
            );
        return one with
        {
            Kernel = one.Kernel with
            {
                Operations =
                [
                    .. one.Kernel.Operations.Select(outcome =>
                        outcome with
                        {
                            Result = OperationOutcome.Unknown,
                            Chain = [why],
                        }
                    ),
                ],
                Runs = [.. one.Kernel.Runs.Select(run => run with { State = Doubted(run.State) })],
                End = Doubted(one.End),
            },
            Runs =
            [
                .. one.Runs.Select(run =>
                    run with
                    {
                        Run = run.Run with { State = Doubted(run.Run.State) },
                        Path = ProgramPaths.Of(topology, Doubted(run.Run.State), run.Program),
                        Verdict = new Verdict(VerdictKind.Undecided, null, 0, [], why),
                    }
                ),
            ],
            Beliefs = [],
        };
    }

    private OperationOutcome Merge(OperationOutcome outcome, int index)
    {
        ImmutableArray<string?> results =
        [
            .. timelines.Select(timeline =>
                timeline.Kernel.Operations.ElementAtOrDefault(index) is { } other
                && other.Operation == outcome.Operation
                    ? other.Result
                    : null
            ),
        ];
        return Doubt(results, result => result ?? "not done") is { } doubt
            ? outcome with
            {
                Result = OperationOutcome.Unknown,
                Chain = [doubt],
            }
            : outcome;
    }

    private SimulatedRun Merge(SimulatedRun run, int index)
    {
        ImmutableArray<(VerdictKind, Hazard?)?> verdicts =
        [
            .. timelines.Select(timeline =>
                timeline.Runs.ElementAtOrDefault(index) is { } other
                    ? ((VerdictKind, Hazard?)?)(other.Verdict.Kind, other.Verdict.Hazard)
                    : null
            ),
        ];
        if (Doubt(verdicts, verdict => verdict is { } known ? WordTable.Of(known.Item1) : "not run") is not { } doubt)
        {
            return run with { Run = run.Run with { State = AgreedAt(index) } };
        }

        var state = AgreedAt(index);
        return run with
        {
            Run = run.Run with { State = state },
            Path = ProgramPaths.Of(timelines[0].Topology, state, run.Program),
            Verdict = new Verdict(VerdictKind.Undecided, null, 0, [], doubt) { Profile = run.Verdict.Profile },
        };
    }

    private KernelState AgreedAt(int run) =>
        Agreed([.. timelines.Select(timeline => timeline.Kernel.Runs.ElementAtOrDefault(run)?.State ?? timeline.End)]);

    /// <summary>Programs that run at one time have one state, and looking at all of it takes long.</summary>
    private KernelState Agreed(ImmutableArray<KernelState> states)
    {
        if (
            agreed.TryGetValue(states[0], out var known)
            && known.Of.Zip(states).All(pair => ReferenceEquals(pair.First, pair.Second))
        )
        {
            return known.State;
        }

        var state = Compared(states);
        agreed[states[0]] = (states, state);
        return state;
    }

    private KernelState Compared(ImmutableArray<KernelState> states)
    {
        Reason? reason = null;
        ImmutableArray<string> Differing(IEnumerable<string> names, Func<KernelState, string, object> answer) =>
            [
                .. names.Where(name =>
                {
                    var doubt = Doubt<object>([.. states.Select(state => answer(state, name))], null);
                    reason ??= doubt;
                    return doubt is not null;
                }),
            ];
        var devices = Differing(topology.Devices.Select(device => device.Name), DeviceAnswer);
        var domains = Differing(topology.Domains.Select(domain => domain.Name), DomainAnswer);
        var guests = Differing(topology.Guests.Select(guest => guest.Name), GuestAnswer);
        return reason is null ? states[0] : Doubts.Add(states[0], devices, domains, guests, reason);
    }

    private static object DeviceAnswer(KernelState state, string name)
    {
        var device = state.DeviceOf(name);
        return (
            device.Domain,
            device.RegisteredWithVfio,
            device.EnableNoSnoop,
            device.Unknown is null ? device.Translation : null,
            device.Ats.On,
            device.Unknown is null
        );
    }

    private static object DomainAnswer(KernelState state, string name)
    {
        var domain = state.DomainOf(name);
        return (domain.IommuCache, domain.Enforced, domain.HardwareDomains, domain.Unknown is null);
    }

    private static object GuestAnswer(KernelState state, string name)
    {
        var guest = state.GuestOf(name);
        return (
            guest.NoncoherentDma,
            guest.Wbinvd,
            guest.GuestPatHonoured,
            guest.PageTypesMayBeOld,
            guest.NeedsWbinvd,
            guest.RefusedByVmm is null,
            guest.Unknown is null
        );
    }

    private static bool AreAlike(BeliefMismatch one, BeliefMismatch other) =>
        (one.Device, one.Domain, one.Guest) == (other.Device, other.Domain, other.Guest);

    /// <summary>Null where every kernel gives the same answer.</summary>
    /// <param name="word">Says an answer; null where it has no short name.</param>
    private Reason? Doubt<T>(ImmutableArray<T> answers, Func<T, string>? word)
    {
        var differing = Enumerable
            .Range(0, answers.Length)
            .FirstOrDefault(index => !EqualityComparer<T>.Default.Equals(answers[0], answers[index]));
        if (differing == 0)
        {
            return null;
        }

        var fix = choices[differing].Kernels.Select(kernel => kernel.Added).FirstOrDefault(added => added is not null);
        var either = word is null
            ? $"{choices[0].Words} and {choices[differing].Words} differ here"
            : $"{choices[0].Words}: {word(answers[0])}, {choices[differing].Words}: {word(answers[differing])}";
        return new Reason($"{why}; {either}{(fix is null ? "" : $" ({fix.Words})")}", fix?.Source) { Fix = fix?.Name };
    }
}
