using System.Collections.Immutable;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Weighs a verdict against those that the same run has where what the file leaves open is otherwise. Coherent stands
/// only where no alternative is known to be stale; a program that cannot run in an alternative does no harm there.
/// </summary>
internal static class Dependence
{
    public static SimulatedRun Weigh(
        SimulatedRun run,
        int index,
        ImmutableArray<Alternative> alternatives,
        bool complete
    )
    {
        var others = alternatives
            .Select(one => (Alternative: one.For(run.Program), Run: one.Timeline.Runs[index]))
            .ToList();
        return run.Verdict.Kind switch
        {
            VerdictKind.Coherent => OfCoherent(run, others, complete),
            VerdictKind.Stale or VerdictKind.Overwritten => Conditional(
                run,
                Smallest(others.Where(other => other.Run.Verdict.Kind == VerdictKind.Coherent))
            ),
            VerdictKind.Error => OfError(run, others),
            _ => run,
        };
    }

    private static SimulatedRun OfCoherent(
        SimulatedRun run,
        List<(Alternative Alternative, SimulatedRun Run)> others,
        bool complete
    )
    {
        var stale = Smallest(others.Where(other => IsKnownToBeFaulty(other.Run)));
        if (stale.Count > 0)
        {
            return Undecided(run, stale[0].Run, Sentence(run.Verdict, stale));
        }

        if (!complete)
        {
            return Undecided(
                run,
                null,
                "coherent by the defaults, but the file leaves more open than is looked at in every combination: "
                    + Unsaid(others.SelectMany(other => other.Alternative.Failing))
            );
        }

        return Conditional(
            run,
            Smallest(others.Where(other => other.Run.Verdict is { IsFault: true } or { Kind: VerdictKind.Undecided }))
        );
    }

    private static SimulatedRun OfError(SimulatedRun run, List<(Alternative Alternative, SimulatedRun Run)> others)
    {
        var runs = Smallest(
            others.Where(other => other.Run.Verdict is { Kind: VerdictKind.Coherent } or { IsFault: true })
        );
        return runs.Count == 0 ? run : Undecided(run, runs[0].Run, Sentence(run.Verdict, runs));
    }

    /// <summary>
    /// A faulty run through a request of which no source says whether it snoops shows only that the answer is not known
    /// there.
    /// </summary>
    private static bool IsKnownToBeFaulty(SimulatedRun run) =>
        run.Verdict.IsFault
        && !run.Program.Steps.Any(step =>
            step.Device is not null && run.Path.DeviceAt(step)?.DoubtOf(step) is not null
        );

    /// <summary>Those in which the fewest facts fail.</summary>
    private static List<(Alternative Alternative, SimulatedRun Run)> Smallest(
        IEnumerable<(Alternative Alternative, SimulatedRun Run)> others
    )
    {
        var list = others.ToList();
        var fewest = list.Select(other => other.Alternative.Failing.Length).DefaultIfEmpty().Min();
        return list.FindAll(other => other.Alternative.Failing.Length == fewest);
    }

    /// <summary>"coherent if main has snoop control, stale device_reads_stale if not: ..."</summary>
    private static string Sentence(Verdict verdict, List<(Alternative Alternative, SimulatedRun Run)> others)
    {
        var other = Words.Of(others[0].Run.Verdict);
        var here = verdict.Kind == VerdictKind.Error ? "it cannot run" : Words.Of(verdict);
        var alternative = others[0].Alternative;
        var how =
            alternative.Failing.Length == 1
                ? $"{here} if {Condition(others)}, {other} if not"
                : $"{other} if {alternative.Words}, {here} if not";
        return $"{how}; the file does not say {Unsaid(others.SelectMany(one => one.Alternative.Failing))}";
    }

    /// <summary>What has to hold for the defaults' verdict.</summary>
    private static string Condition(List<(Alternative Alternative, SimulatedRun Run)> others) =>
        others[0].Alternative.Failing.Length == 1
            ? string.Join(" and ", others.Select(other => other.Alternative.Failing[0].Holds).Distinct())
            : $"not ({others[0].Alternative.Words})";

    private static string Unsaid(IEnumerable<OpenFact> facts) =>
        string.Join(", ", facts.Select(fact => fact.Unsaid).Distinct());

    private static SimulatedRun Conditional(
        SimulatedRun run,
        List<(Alternative Alternative, SimulatedRun Run)> others
    ) =>
        others.Count == 0
            ? run
            : run with
            {
                Verdict = run.Verdict with
                {
                    Condition = string.Join(
                        " and ",
                        new[] { Condition(others), run.Verdict.Condition }.OfType<string>()
                    ),
                },
            };

    private static SimulatedRun Undecided(SimulatedRun run, SimulatedRun? otherwise, string why) =>
        run with
        {
            Verdict = run.Verdict with { Kind = VerdictKind.Undecided, Why = new Reason(why) },
            Otherwise = otherwise,
            DependsOnOpenFacts = true,
        };
}
