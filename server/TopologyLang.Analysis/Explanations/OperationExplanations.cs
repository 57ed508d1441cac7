using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Explanations;

/// <summary>A statement of a scenario: what the kernel answered and why, or what a run came to.</summary>
internal static class OperationExplanations
{
    public static IEnumerable<Explanation> Of(FileAnalysis analysis, SyntaxElement element) =>
        from timeline in analysis.System.Timelines
        where timeline.Scenario == element.Owner.Name && analysis.Simulates(element.Owner)
        from explanation in timeline
            .Kernel.Operations.Where(outcome =>
                outcome.Index == element.Index && outcome.Operation.Kind != OperationKind.Run
            )
            .Select(outcome => Of(timeline, outcome))
            .Concat(RunExplanations.Of(timeline, run => run.Run.OperationIndex == element.Index))
        select explanation;

    public static Explanation Of(SimulatedTimeline timeline, OperationOutcome outcome) =>
        new(timeline.Scenario, $"**{outcome.Result}** on Linux {outcome.Kernel}", outcome.Chain);
}
