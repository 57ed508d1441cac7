using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Expectations;

/// <summary>Compares what the file says must come out with what came out.</summary>
public static class ExpectationCheck
{
    private const string NeverSimulated = "never simulated";
    private const string NeverAttached = "never attached";
    private const string NeverRun = "never run";

    /// <summary>
    /// Those of the topology and those that are left out of it, in file order: an expectation is never lost by a
    /// mistake.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<ExpectationAnswer> Of(
        SimulatedSystem system,
        Binding binding,
        CancellationToken cancellation
    )
    {
        var expectations = system.Topology.Expectations;
        var checkedOnes = expectations.Select(
            (expectation, index) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return BlameScenario(binding, Answer(system, expectation, index));
            }
        );
        var leftOut = binding.LeftOutExpectations.Select(
            (left, index) =>
                NotChecked(
                    binding,
                    new ExpectationAnswer(expectations.Length + index, left.Expectation!, false, "not checked"),
                    left
                )
        );
        return
        [
            .. checkedOnes
                .Concat(leftOut)
                .GroupBy(answer => binding.ExpectationSpan(answer.Index).Path)
                .SelectMany(file => file.OrderBy(answer => binding.ExpectationSpan(answer.Index).Span.Start)),
        ];
    }

    /// <summary>Nothing ran, and a scenario could not be understood: what it would have done is not known.</summary>
    private static ExpectationAnswer BlameScenario(Binding binding, ExpectationAnswer answer) =>
        answer is { Met: false, Found: NeverSimulated or NeverAttached or NeverRun }
        && !binding.LeftOutScenarios.IsEmpty
            ? NotChecked(binding, answer, binding.LeftOutScenarios[0])
            : answer;

    private static ExpectationAnswer NotChecked(Binding binding, ExpectationAnswer answer, LeftOut left) =>
        answer with
        {
            Found = $"{answer.Found}: {LeftOutText.Of(binding, left)}",
            NotChecked = left,
        };

    private static ExpectationAnswer Answer(SimulatedSystem system, Expectation expectation, int index)
    {
        var (met, found) = expectation.Kind switch
        {
            ExpectationKind.Box => Box(system, expectation),
            ExpectationKind.Attach => Attach(system, expectation),
            ExpectationKind.Enforced => Enforced(system, expectation),
            ExpectationKind.Wbinvd => Wbinvd(system, expectation),
            ExpectationKind.Program => Runs(
                expectation,
                [.. system.RunsOf(expectation.Program!).Select(pair => pair.Run)]
            ),
            _ => Runs(expectation, RunOf(system, expectation)),
        };
        return new ExpectationAnswer(index, expectation, met, found);
    }

    /// <summary>A state holds if it holds at the end of every timeline of the file in which the thing occurs.</summary>
    private static (bool Met, string Found) AtEveryEnd(
        SimulatedSystem system,
        Func<TopologyIndex, bool> occurs,
        string wanted,
        Func<SimulatedTimeline, string> words
    )
    {
        var timelines = system.Timelines.Where(timeline => occurs(timeline.End.Index)).ToList();
        if (timelines.Count == 0)
        {
            // A scenario that could not be understood: nothing ran, so nothing was shown.
            return (false, NeverSimulated);
        }

        foreach (var timeline in timelines)
        {
            var found = words(timeline);
            if (found != wanted)
            {
                return (
                    false,
                    timeline.Scenario is null ? found : $"{found} at the end of scenario {timeline.Scenario}"
                );
            }
        }

        return (true, wanted);
    }

    private static (bool Met, string Found) Box(SimulatedSystem system, Expectation expectation)
    {
        return AtEveryEnd(
            system,
            index => index.HasDevice(expectation.Device!),
            $"in box {expectation.Box}",
            timeline => StateWords.Box(timeline.BoxOf(expectation.Device!))
        );
    }

    private static (bool Met, string Found) Attach(SimulatedSystem system, Expectation expectation)
    {
        var results = system
            .Timelines.SelectMany(timeline => timeline.Kernel.Operations)
            .Where(outcome =>
                outcome.Operation.Kind == OperationKind.Attach
                && outcome.Operation.Device == expectation.Device
                && outcome.Operation.Domain == expectation.Domain
            )
            .Select(outcome => outcome.Result)
            .Distinct()
            .ToList();
        var wanted = expectation.Errno ?? OperationOutcome.Ok;
        return results.Count == 0
            ? (false, NeverAttached)
            : (results.Count == 1 && results[0] == wanted, string.Join(", ", results));
    }

    private static (bool Met, string Found) Enforced(SimulatedSystem system, Expectation expectation) =>
        AtEveryEnd(
            system,
            index => index.HasDomain(expectation.Domain!),
            expectation.Enforced ? "enforced" : "not enforced",
            timeline => StateWords.Enforced(timeline.DomainOf(expectation.Domain!))
        );

    private static (bool Met, string Found) Wbinvd(SimulatedSystem system, Expectation expectation) =>
        AtEveryEnd(
            system,
            index => index.HasGuest(expectation.Guest!),
            Words.Of(expectation.Wbinvd),
            timeline => StateWords.Wbinvd(timeline.GuestOf(expectation.Guest!))
        );

    private static ImmutableArray<SimulatedRun> RunOf(SimulatedSystem system, Expectation expectation) =>
        [
            .. system
                .Timelines.Where(timeline => timeline.Scenario == expectation.Scenario)
                .SelectMany(timeline => timeline.Runs)
                .Where(run => run.Run.Run == expectation.Run),
        ];

    private static string Found(Verdict verdict) =>
        verdict is { Kind: VerdictKind.Undecided or VerdictKind.Error, Why: { } why }
            ? $"{Words.Of(verdict)} ({why.Text})"
            : Words.Of(verdict);

    /// <summary>Coherent: in every run. Stale: in some run, with the hazard where one is named.</summary>
    private static (bool Met, string Found) Runs(Expectation expectation, ImmutableArray<SimulatedRun> runs)
    {
        var found = runs.IsEmpty ? NeverRun : string.Join(", ", runs.Select(run => Found(run.Verdict)).Distinct());
        var met =
            expectation.Stale
                ? runs.Any(run =>
                    run.Verdict.Kind == VerdictKind.Stale
                    && (expectation.Hazard is null || run.Verdict.Hazard == expectation.Hazard)
                )
            : expectation.Overwritten ? runs.Any(run => run.Verdict.Kind == VerdictKind.Overwritten)
            : !runs.IsEmpty && runs.All(run => run.Verdict.Kind == VerdictKind.Coherent);
        return (met, found);
    }
}
