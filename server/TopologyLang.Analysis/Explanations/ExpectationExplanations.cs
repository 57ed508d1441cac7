using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Explanations;

/// <summary>Whether an expectation came out, what came out, and why: the chains of what it is about.</summary>
internal static class ExpectationExplanations
{
    public static IEnumerable<Explanation> Of(FileAnalysis analysis, SyntaxElement element) =>
        analysis
            .Expectations.Where(answer =>
                analysis.Binding.ExpectationSpan(answer.Index) == element.Owner.DeclarationSpan
            )
            .SelectMany(answer =>
                About(analysis, answer.Expectation)
                    .Prepend(
                        new Explanation(
                            null,
                            answer.Met ? $"**met**: {answer.Found}" : $"**not met**, found: {answer.Found}",
                            []
                        )
                    )
            );

    private static IEnumerable<Explanation> About(FileAnalysis analysis, Expectation expectation)
    {
        var timelines = analysis.System.Timelines;
        return expectation.Kind switch
        {
            ExpectationKind.Box => timelines
                .Where(one => one.End.Index.HasDevice(expectation.Device!))
                .Select(one => DeclarationExplanations.OfDevice(one, expectation.Device!)),
            ExpectationKind.Enforced => timelines
                .Where(one => one.End.Index.HasDomain(expectation.Domain!))
                .SelectMany(one => DeclarationExplanations.OfDomain(one, expectation.Domain!)),
            ExpectationKind.Wbinvd => timelines
                .Where(one => one.End.Index.HasGuest(expectation.Guest!))
                .Select(one => DeclarationExplanations.OfGuest(one, expectation.Guest!)),
            ExpectationKind.Attach => timelines.SelectMany(one =>
                one.Kernel.Operations.Where(outcome => IsAbout(outcome, expectation))
                    .Select(outcome => OperationExplanations.Of(one, outcome))
            ),
            ExpectationKind.Program => timelines.SelectMany(one =>
                RunExplanations.Of(one, run => run.Program.Name == expectation.Program)
            ),
            _ => timelines
                .Where(one => one.Scenario == expectation.Scenario)
                .SelectMany(one => RunExplanations.Of(one, run => run.Run.Run == expectation.Run)),
        };
    }

    private static bool IsAbout(OperationOutcome outcome, Expectation expectation) =>
        outcome.Operation.Kind == OperationKind.Attach
        && outcome.Operation.Device == expectation.Device
        && outcome.Operation.Domain == expectation.Domain;
}
