using TopologyLang.Analysis.Editing;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Graph;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Reporting;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// What is not known is told as not known wherever it is told, never as nothing and never as what would be there
/// without it.
/// </summary>
public class UnknownStateTests
{
    private const string Text = """
        host h { arch = arm64  kernel = 5.15  allow_unsafe_interrupts = yes }
        iommu i on h { model = mtk }
        device nic behind i { }
        domain space on h { api = vfio_type1  attach = [nic] }
        host desk { vendor = acme }
        iommu unit on desk { model = intel_vtd  device_tlb = yes }
        device gpu behind unit { bus = pcie 0000:01:00.0  no_snoop = used  ats = yes }
        domain pages on desk { api = vfio_type1  attach = [gpu] }
        guest vm on desk { }
        """;

    private static readonly FileAnalysis Analysis = Checked.Text(Text);

    [Fact]
    public void In_the_summary()
    {
        var lines = Summary.Lines(Analysis).ToList();

        Assert.Contains("domains   space not known", lines);
        Assert.Contains("devices   gpu box not known", lines);
        Assert.Contains("guests    vm wbinvd not known", lines);
    }

    [Fact]
    public void In_the_report()
    {
        var lines = Reports.Markdown(Analysis).Split('\n').Select(line => line.TrimEnd()).ToList();

        Assert.Contains("- **gpu**: not known", lines);
        Assert.Contains(lines, line => line.StartsWith("- domain **space**: unknown: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("- guest **vm**: unknown: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("space", "What the kernel believes of this domain is **not known**.")]
    [InlineData("gpu", "No-snoop is possible; whether it is blocked is **not known**.")]
    [InlineData("vm", "What KVM does for this guest is **not known**.")]
    public void In_an_explanation(string name, string text)
    {
        var line = Text.Split('\n').Index().Single(line => line.Item.Split(' ')[1] == name).Index;

        Assert.Contains(
            LineExplanations.At(Analysis, line).SelectMany(thing => thing.Explanations),
            explanation => explanation.Answer == text
        );
    }

    [Theory]
    [InlineData(DeclarationKind.Domain, "space")]
    [InlineData(DeclarationKind.Device, "gpu")]
    public void In_a_lens(DeclarationKind kind, string name) =>
        Assert.Equal("not known", Lenses.Text(Analysis, kind, name));

    [Fact]
    public void In_the_diagram()
    {
        var nodes = Graphs.Of(Analysis).SelectMany(graph => graph.Nodes).ToLookup(node => node.Name);

        Assert.Contains("box not known", nodes["gpu"].Single().Lines);
        Assert.Contains("not known", nodes["space"].Single().Lines);
        Assert.Contains("not known", nodes["vm"].Single().Lines);
    }
}
