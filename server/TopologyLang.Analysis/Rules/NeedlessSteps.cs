using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// Steps of one sort without which every run of their program stays coherent. Of several that could go one at a time,
/// only those are named that can all go together.
/// </summary>
internal sealed class NeedlessSteps(Func<Step, bool> isOfTheSort)
{
    /// <summary>
    /// Programs with more states are left alone: each step is a search of its own, and diagnostics must not wait for
    /// it.
    /// </summary>
    private const long MostStates = 20_000;

    /// <summary>
    /// By the first run of the program. Runs are the same objects as long as their part of the machine is the same, so
    /// an edit elsewhere asks nothing again.
    /// </summary>
    private readonly ConditionalWeakTable<SimulatedRun, Answer> remembered = [];

    private sealed record Answer(ImmutableArray<SimulatedRun> Runs, ImmutableArray<int> Needless);

    /// <param name="Runs">All of one program.</param>
    /// <param name="Of">Its steps of the sort.</param>
    /// <param name="Needless">Those of them that can go.</param>
    public sealed record Found(
        SystemTopology Topology,
        ImmutableArray<SimulatedRun> Runs,
        ImmutableArray<int> Of,
        ImmutableArray<int> Needless
    );

    /// <summary>Of each program that is coherent in every run.</summary>
    public IEnumerable<Found> In(Facts facts) =>
        facts
            .System.Timelines.SelectMany(timeline =>
                timeline.Runs.Where(run => !run.Program.BuiltIn).Select(run => (timeline.Topology, Run: run))
            )
            .GroupBy(pair => pair.Run.Program.Name, StringComparer.Ordinal)
            .Select(runs => Of(facts, runs.First().Topology, [.. runs.Select(pair => pair.Run)]))
            .OfType<Found>();

    private Found? Of(Facts facts, SystemTopology topology, ImmutableArray<SimulatedRun> runs)
    {
        var program = runs[0].Program;
        ImmutableArray<int> steps =
        [
            .. Enumerable.Range(0, program.Steps.Length).Where(step => isOfTheSort(program.Steps[step])),
        ];
        return
            steps.IsEmpty
            || runs.Any(run => run.Verdict.Kind != VerdictKind.Coherent || run.Verdict.States > MostStates)
            ? null
            : new Found(topology, runs, steps, Recall(facts, runs, steps));
    }

    private ImmutableArray<int> Recall(Facts facts, ImmutableArray<SimulatedRun> runs, ImmutableArray<int> steps)
    {
        if (
            !remembered.TryGetValue(runs[0], out var known)
            || !known.Runs.AsEnumerable().SequenceEqual(runs, ReferenceEqualityComparer.Instance)
        )
        {
            known = new Answer(runs, Needless(facts, runs, steps));
            remembered.AddOrUpdate(runs[0], known);
        }

        return known.Needless;
    }

    private static ImmutableArray<int> Needless(
        Facts facts,
        ImmutableArray<SimulatedRun> runs,
        ImmutableArray<int> steps
    )
    {
        ImmutableArray<int> gone = [];
        foreach (var step in steps)
        {
            var without = gone.Add(step);
            if (
                runs.All(run =>
                    facts.Maintenance.Without(run, without, facts.Cancellation).Kind == VerdictKind.Coherent
                )
            )
            {
                gone = without;
            }
        }

        return gone;
    }
}
