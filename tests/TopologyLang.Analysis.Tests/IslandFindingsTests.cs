using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// A file of several machines: the findings of an edited text are those of a fresh look at it, and what an edit left
/// alone is not asked again.
/// </summary>
public class IslandFindingsTests
{
    private const string Path = "test.topo";

    private const string Program = """
        program p in vm using igpu {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b no_snoop
        }
        expect igpu in box 3

        """;

    private static readonly string Text =
        Checked.Machine + Program + WithOwnNames(Checked.Machine + Program) + "host alone { }\n";

    [Theory]
    [InlineData("host desk", "\n\nhost desk")]
    [InlineData("cpu 0 write b", "cpu 0 write b\n  cpu 0 wbinvd")]
    [InlineData("igpu in box 3", "igpu in box 4")]
    [InlineData("no_snoop = used", "no_snoop = usd")]
    [InlineData("device igpu", "devxice igpu")]
    [InlineData("device igpu", "device igp")]
    [InlineData("behind gfx", "behind gxf")]
    [InlineData("host alone", "host desk")]
    [InlineData("host alone { }", "host alone { kernel = 99.1 }")]
    [InlineData("host alone { }", "scenario alone { attach igpu to space }")]
    [InlineData("host alone { }", "template alone : device { no_snoop = usd }\ndevice one : alone on desk { }")]
    [InlineData("host alone { }", "device other on desk { bus = pcie 0000:00:02.0 }")]
    [InlineData("host alone { }", "host alone { }\niommu one : alone on desk { model = intel_vtd }")]
    [InlineData("}\nexpect", "} dma write b\nexpect")]
    [InlineData("  dma read b", "}\n  dma read b")]
    public void After_an_edit_and_after_taking_it_back_the_findings_are_those_of_a_fresh_look(
        string before,
        string after
    )
    {
        var analyzer = new Analyzer(AnalysisOptions.Default);
        var tree = SyntaxTree.Parse(SourceText.From(Text));
        Assert.Equal(Fresh(tree), Lines(analyzer, tree));
        var change = new TextChange(new TextSpan(Text.IndexOf(before, StringComparison.Ordinal), before.Length), after);

        var edited = tree.WithChange(change);
        Assert.Equal(Fresh(edited), Lines(analyzer, edited));
        var back = edited.WithChange(new TextChange(new TextSpan(change.Span.Start, after.Length), before));

        Assert.Equal(Fresh(tree), Lines(analyzer, back));
    }

    [Fact]
    public void An_island_that_an_edit_did_not_touch_keeps_its_findings()
    {
        var analyzer = new Analyzer(AnalysisOptions.Default);
        var tree = SyntaxTree.Parse(SourceText.From(Text));
        var before = analyzer.FindingsByIsland(Path, tree, CancellationToken.None)!.Value;
        var edit = new TextChange(new TextSpan(Text.IndexOf("host alone", StringComparison.Ordinal), 0), "\n");

        var after = analyzer.FindingsByIsland(Path, tree.WithChange(edit), CancellationToken.None)!.Value;

        // Of each machine the program's and its leak check's.
        Assert.Equal(4, before.Count(finding => finding.Code == FindingCode.Stale));
        Assert.All(before.Zip(after), pair => Assert.Same(pair.First, pair.Second));
    }

    [Fact]
    public void An_island_that_an_edit_moved_has_the_same_run_at_its_new_place()
    {
        var analyzer = new Analyzer(AnalysisOptions.Default);
        var tree = SyntaxTree.Parse(SourceText.From(Text));
        var before = analyzer.FindingsByIsland(Path, tree, CancellationToken.None)!.Value[^1];

        var after = analyzer
            .FindingsByIsland(Path, tree.WithChange(new TextChange(default, "// one\n")), CancellationToken.None)!
            .Value[^1];

        Assert.Same(before.Run, after.Run);
        Assert.Equal(before.Where.Span.Shift(7), after.Where.Span);
        Assert.Equal(
            before.Related.Select(place => place.Where.Span.Shift(7)),
            after.Related.Select(place => place.Where.Span)
        );
    }

    private static IEnumerable<string> Fresh(SyntaxTree tree) =>
        new Analyzer(AnalysisOptions.Default)
            .Analyze(Path, SyntaxTree.Parse(SourceText.From(tree.Text.Content)), (_, _) => null, CancellationToken.None)
            .Findings.Select(Line);

    private static IEnumerable<string> Lines(Analyzer analyzer, SyntaxTree tree) =>
        analyzer.FindingsByIsland(Path, tree, CancellationToken.None) is { } found ? found.Select(Line) : Fresh(tree);

    private static string Line(Finding finding) =>
        $"{finding.Where} {finding.Severity} {finding.Code.Id} {finding.Message} {string.Join(", ", finding.Related)} "
        + $"{string.Join(", ", finding.Known.SelectMany(one => one.Edits))}";

    private static string WithOwnNames(string text) =>
        new[] { "desk", "gfx", "igpu", "space", "vm", "program p" }.Aggregate(
            text,
            (changed, name) => changed.Replace(name, name + "2", StringComparison.Ordinal)
        );
}
