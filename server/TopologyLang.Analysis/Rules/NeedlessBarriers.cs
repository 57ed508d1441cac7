using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A barrier without which every run of its program stays coherent on the architecture of its host. Nobody offers to
/// take it away: the same program may need it on another one.
/// </summary>
public sealed class NeedlessBarriers : IRule
{
    private static readonly NeedlessSteps Steps = new(step => step.Kind == StepKind.Barrier);

    public IEnumerable<Finding> Find(Facts facts) =>
        Steps.In(facts).SelectMany(found => found.Needless.Select(step => Of(facts, found.Runs[0], step)));

    private static Finding Of(Facts facts, SimulatedRun run, int step)
    {
        var kind = run.Program.Steps[step].Barrier!.Value;
        var architecture = run.Path.Architecture;
        var name = $"{StepNames.Of(kind)}()";
        var why = Barriers.Of(architecture, kind) is { Pairs: AccessPairs.None, Completes: false }
            ? $"{Words.Of(architecture)} keeps this order without it"
            : $"`{run.Program.Name}` is coherent in every interleaving without it";
        return Finding.At(
            facts.Places.Of(run.Program, step),
            FindingCode.NeedlessBarrier,
            $"{name} is not needed here on {Words.Of(architecture)}: {why}; another architecture may need it"
        ) with
        {
            Chain = [BarrierWords.Meaning(architecture, kind)],
        };
    }
}
