using TopologyLang.Analysis.Editing;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Hover;
using TopologyLang.Analysis.Pipeline;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Of two declarations of one name the first counts. The second must not show what came of the first: it may be another
/// program.
/// </summary>
public class DuplicateDeclarationTests
{
    private const string Text = """
        host h { }
        iommu i on h { model = intel_vtd }
        device d behind i { bus = pcie 0000:00:02.0 }
        program p on h using d {
          buffer b = 4KiB wb
          cpu 0 write b
        }
        program p on h using d {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b
        }
        scenario s {
          run p
        }
        scenario s {
          reset d
          run p
        }
        """;

    private static readonly FileAnalysis Analysis = Checked.Text(Text);

    [Theory]
    [InlineData("dma read b")]
    [InlineData("reset d")]
    public void A_statement_of_the_second_is_explained_by_its_form_only(string statement)
    {
        var hover = Hovers.At(Analysis, Analysis.Path, Text.IndexOf(statement, StringComparison.Ordinal) + 1)!;

        Assert.StartsWith("`", hover.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("coherent", hover.Markdown, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(
        "program p",
        "**error**: another program is called `p`, and that one counts; this one is not simulated"
    )]
    [InlineData(
        "scenario s",
        "**error**: another scenario is called `s`, and that one counts; this one is not simulated"
    )]
    public void The_second_says_that_it_does_not_count(string declaration, string expected)
    {
        var line = Text[..Text.LastIndexOf(declaration, StringComparison.Ordinal)].Count(letter => letter == '\n');

        Assert.Contains(
            LineExplanations.At(Analysis, line),
            thing => thing.Explanations.Any(explanation => explanation.Answer == expected)
        );
    }

    [Fact]
    public void Only_the_first_has_a_lens() =>
        Assert.Equal(
            ["device d", "program p", "scenario s"],
            Lenses.Of(Analysis.Tree).Select(lens => $"{lens.Kind.ToString().ToLowerInvariant()} {lens.Name}")
        );
}
