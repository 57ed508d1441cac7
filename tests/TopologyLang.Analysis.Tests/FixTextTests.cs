using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// A reason that depends on a fix says in which versions it is, and where it stands in the documents.
/// </summary>
public class FixTextTests
{
    private const string Text = """
        host box { kernel = 6.12.101 }
        iommu unit on box { model = intel_vtd  scalable_mode = yes  first_stage = yes  coherent_walk = no }
        device acc behind unit { bus = pcie 0000:03:00.0  ats = yes  pasid = yes }
        domain process on box { api = sva  attach = [acc] }
        """;

    public static TheoryData<string> Names => new(Fixes.All.Select(fix => fix.Name));

    [Fact]
    public void A_reason_names_the_versions_and_the_place() =>
        Assert.EndsWith(
            "[drivers/iommu/intel/svm.c:intel_svm_check, fixed in 6.1.183, 6.12.101, 7.2: "
                + "docs/kernel-versions.md#vtd-sva-coherent-walk]",
            Chains.Line(Refusal()),
            StringComparison.Ordinal
        );

    [Fact]
    public void In_an_editor_it_leads_to_the_commit() =>
        Assert.Contains(
            ", fixed in 6.1.183, 6.12.101, 7.2: [vtd-sva-coherent-walk](https://git.kernel.org/linus/780dfed68862)*",
            MarkdownText.Reason(Refusal()),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_finding_names_the_versions_too() =>
        Assert.Contains(
            Checked.Text(Text).Findings,
            finding => finding.Message.Contains("in 6.1.183, 6.12.101, 7.2", StringComparison.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_fix_has_its_place(string name) =>
        Assert.Contains(
            $"\n### {name}\n",
            File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "kernel-versions.md")),
            StringComparison.Ordinal
        );

    private static Reason Refusal() => Checked.Text(Text).System.Timelines[0].Kernel.Operations.Single().Chain[^1];
}
