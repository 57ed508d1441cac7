using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Topology in, answers out: the control plane, then for each run its path, then the coherence checker. Remembers parts
/// of topologies and verdicts by value.
/// </summary>
public sealed class Simulator(SearchLimits limits)
{
    /// <summary>Fewer are done before a second thread has begun.</summary>
    private const int ParallelParts = 4;

    private readonly VerdictCache verdicts = new();
    private readonly PartMemory parts = new();

    public SimulatedSystem Simulate(SystemTopology topology, CancellationToken cancellation) =>
        new(topology, [.. InOrder(TopologyParts.Of(topology), cancellation).SelectMany(timelines => timelines)]);

    /// <summary>
    /// The verdict on the run's program with other steps. Its path stays as it is: that depends on owner, buffers and
    /// devices alone.
    /// </summary>
    public Verdict Check(SimulatedRun run, ImmutableArray<Step> steps, CancellationToken cancellation) =>
        Checker.Check(run.Path with { Program = run.Program with { Steps = steps } }, limits, verdicts, cancellation);

    /// <summary>
    /// The parts that are not remembered, several at a time where there are many: a first look at a large file.
    /// </summary>
    private IEnumerable<ImmutableArray<SimulatedTimeline>> InOrder(
        ImmutableArray<SystemTopology> parts,
        CancellationToken cancellation
    )
    {
        var known = parts.Select(this.parts.Recall).ToArray();
        var fresh = Enumerable.Range(0, known.Length).Where(index => known[index] is null).ToArray();
        if (fresh.Length < ParallelParts)
        {
            Array.ForEach(fresh, index => known[index] = SimulatePart(parts[index], cancellation));
        }
        else
        {
            Parallel.ForEach(
                fresh,
                new ParallelOptions { CancellationToken = cancellation },
                index => known[index] = SimulatePart(parts[index], cancellation)
            );
        }

        return known.Select(answers => answers!.Value);
    }

    private ImmutableArray<SimulatedTimeline> SimulatePart(SystemTopology part, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var answers = UnderEveryKernel(part, cancellation);
        var open = OpenFacts.Of(part);
        if (!open.IsEmpty)
        {
            answers = Weigh(
                answers,
                [.. OpenFacts.Failing(open).Select(failing => (failing, Without(part, failing, cancellation)))],
                open
            );
        }

        parts.Remember(part, answers);
        return answers;
    }

    /// <summary>A host whose kernel is not known exactly is simulated under each that it may have.</summary>
    private ImmutableArray<SimulatedTimeline> UnderEveryKernel(SystemTopology part, CancellationToken cancellation)
    {
        if (PossibleKernels.Of(part) is not { } choices)
        {
            var why = new Reason($"{PossibleKernels.Why(part)}; together there are too many to simulate each");
            return
            [
                .. SimulateOne(part, cancellation).Select(timeline => KernelAgreement.Unknown(part, timeline, why)),
            ];
        }

        if (choices.Length == 1)
        {
            return SimulateOne(choices[0].Topology, cancellation);
        }

        var answers = choices.Select(choice => SimulateOne(choice.Topology, cancellation)).ToList();
        return
        [
            .. answers[0]
                .Select(
                    (_, index) =>
                        new KernelAgreement(part, choices, [.. answers.Select(timelines => timelines[index])]).Merge()
                ),
        ];
    }

    private ImmutableArray<SimulatedTimeline> SimulateOne(SystemTopology part, CancellationToken cancellation) =>
        [.. Timeline.Run(part, cancellation).Select(timeline => Simulate(part, timeline, cancellation))];

    private ImmutableArray<SimulatedTimeline> Without(
        SystemTopology part,
        ImmutableArray<OpenFact> failing,
        CancellationToken cancellation
    ) => UnderEveryKernel(AssumedFacts.Without(part, failing.SelectMany(fact => fact.Members)), cancellation);

    private static ImmutableArray<SimulatedTimeline> Weigh(
        ImmutableArray<SimulatedTimeline> answers,
        ImmutableArray<(ImmutableArray<OpenFact> Failing, ImmutableArray<SimulatedTimeline> Timelines)> others,
        ImmutableArray<OpenFact> open
    )
    {
        var complete = open.Count(fact => !fact.Row.Widens) <= OpenFacts.MostCombined;
        return
        [
            .. answers.Select(
                (timeline, index) =>
                {
                    ImmutableArray<Alternative> alternatives =
                    [
                        .. others.Select(other => new Alternative(other.Failing, other.Timelines[index])),
                    ];
                    return timeline with
                    {
                        Alternatives = alternatives,
                        Runs =
                        [
                            .. timeline.Runs.Select((run, at) => Dependence.Weigh(run, at, alternatives, complete)),
                        ],
                    };
                }
            ),
        ];
    }

    private SimulatedTimeline Simulate(SystemTopology topology, TimelineResult timeline, CancellationToken cancellation)
    {
        var programs = topology.Programs.ToDictionary(program => program.Name, StringComparer.Ordinal);
        SimulatedRun Simulated(ProgramRun run)
        {
            var path = ProgramPaths.Of(topology, run.State, programs[run.Program]);
            return NewerKernel.Weigh(new SimulatedRun(run, path, Checker.Check(path, limits, verdicts, cancellation)));
        }

        var checks = timeline.Scenario is null
            ? []
            : topology
                .Programs.Where(program => program.IsLeakCheck)
                .Select(
                    (check, index) =>
                        LeakRuns.Worst(LeakChecks.In(timeline, check, timeline.Runs.Length + index), Simulated)
                )
                .ToImmutableArray();
        return new SimulatedTimeline(
            topology,
            timeline with
            {
                Runs = [.. timeline.Runs, .. checks.Select(check => check.Run)],
            },
            [.. timeline.Runs.Select(Simulated), .. checks],
            BeliefChecks.Beliefs(topology, timeline.End, cancellation)
        );
    }
}
