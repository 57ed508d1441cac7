using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>Every code has a page, and the example on it gives that finding.</summary>
public class FindingPageTests
{
    public static TheoryData<string> WithExample =>
        new(FindingPages.All.Where(page => page.NoExample is null).Select(page => page.Code));

    [Theory]
    [MemberData(nameof(WithExample))]
    public void The_example_gives_exactly_its_finding(string code)
    {
        var page = FindingPages.Find(code)!;
        var path = $"{code}.topo";
        var tree = SyntaxTree.Parse(SourceText.From(page.Example!));
        var options = AnalysisOptions.Default;
        if (page.MaxStates is { } states)
        {
            options = options with { Limits = options.Limits with { States = states } };
        }

        var analysis = new Analyzer(options).Analyze(
            path,
            tree,
            (_, import) => new ImportedFile(import, import == path ? tree : null, "does not exist"),
            CancellationToken.None
        );

        Assert.Equal([code], Checked.Findings(analysis).Select(finding => finding.Code.Id).Distinct());
    }

    [Fact]
    public void Every_code_has_one_page()
    {
        var codes = new[] { typeof(SyntaxCodes), typeof(BindingCodes) }
            .SelectMany(type => type.GetFields())
            .Select(field => (string)field.GetValue(null)!)
            .Concat(FindingCode.All.Select(code => code.Id));

        Assert.Equal(
            codes.Order(StringComparer.Ordinal),
            FindingPages.All.Select(page => page.Code).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Codes_and_pages_have_the_same_titles() =>
        Assert.All(FindingCode.All, code => Assert.Equal(code.Title, FindingPages.Find(code.Id)!.Title));
}
