using TopologyLang.Analysis.Differences;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Graph;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Runs;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// One token ends whatever is done with a file: the limit of time, and closing or editing it, are that token.
/// </summary>
public sealed class CancelledWorkTests
{
    private static readonly FileAnalysis File = Checked.Text(
        """
        host h { }
        iommu i on h { model = intel_vtd }
        device d behind i { bus = pcie 0000:00:02.0  no_snoop = used }
        domain s on h { api = vfio_type1 }
        guest g on h { assign = [d via s] }
        """
    );

    private static readonly Dictionary<string, Action<CancellationToken>> Work = new(StringComparer.Ordinal)
    {
        ["parsing"] = token => SyntaxTree.Parse(File.Tree.Text, token),
        ["formatting"] = token => Formatter.Format(File.Tree, token),
        ["the proof of a layout"] = token => LayoutProof.SaysTheSame(File.Tree, File.Tree.Text.Content + "\n", token),
        ["simulating"] = token =>
            File.Simulator.Simulate(SystemTopology.Empty with { Hosts = File.Binding.Topology.Hosts }, token),
        ["beliefs"] = token => BeliefChecks.Beliefs(File.Binding.Topology, File.System.Timelines[0].End, token),
        ["the graph"] = token => Graphs.Of(File, token),
        ["a drawing"] = token => GraphSvg.Of(Graphs.Of(File)[0], token),
        ["the runs"] = token => ExplainedRuns.Of(File, token),
        ["an explanation"] = token => LineExplanations.At(File, 2, token),
        ["a difference"] = token => FileDifferences.Of(File, File, token),
        ["kernels"] = token => KernelSweep.Of(File, token),
    };

    public static TheoryData<string> Kinds => [.. Work.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_ends_when_it_is_cancelled(string kind) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Work[kind](new CancellationToken(canceled: true)));
}
