using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Every file of examples/ documents a real case: all its expectations come out and nothing is worse than information.
/// </summary>
public class ExampleTests
{
    public static TheoryData<string> All => Examples.All;

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_is_what_it_says(string file)
    {
        var analysis = Examples.Analyse(file);

        Assert.NotEmpty(analysis.Expectations);
        Assert.Empty(
            analysis
                .Expectations.Where(answer => !answer.Met)
                .Select(answer => $"{analysis.Binding.ExpectationText(answer.Index)}: {answer.Found}")
        );
        Assert.Empty(
            analysis
                .Findings.Where(finding => finding.Severity <= Severity.Warning)
                .Select(finding => $"{finding.Code.Id} {finding.Message}")
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_example_is_formatted(string file)
    {
        var text = File.ReadAllText(Path.Combine(Examples.Folder, file));

        Assert.Equal(text, Formatter.Format(SyntaxTree.Parse(SourceText.From(text))));
    }

    [Fact]
    public void There_are_examples() => Assert.True(All.Count >= 8);
}
