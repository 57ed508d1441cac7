using System.Collections.Immutable;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>Every file of examples/ documents a real case: all its expectations come out and nothing is worse than information.</summary>
public class ExampleTests
{
    private static readonly string Folder = FindExamples(AppContext.BaseDirectory);

    public static TheoryData<string> Examples => new(Directory.GetFiles(Folder, "*.topo").Select(file => Path.GetFileName(file)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_what_it_says(string file)
    {
        var analysis = Analyse(file);

        Assert.NotEmpty(analysis.Expectations);
        Assert.Empty(analysis.Expectations
            .Where(answer => !answer.Met)
            .Select(answer => $"{analysis.Binding.ExpectationText(answer.Index)}: {answer.Found}"));
        Assert.Empty(analysis.Findings
            .Where(finding => finding.Severity <= Severity.Warning)
            .Select(finding => $"{finding.Code.Id} {finding.Message}"));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_formatted(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));

        Assert.Equal(text, Formatter.Format(SyntaxTree.Parse(SourceText.From(text))));
    }

    [Fact]
    public void There_are_examples() => Assert.True(Examples.Count >= 8);

    private static FileAnalysis Analyse(string file)
    {
        var path = Path.Combine(Folder, file);
        var (text, problem) = FileSource.Read(path);
        Assert.Null(problem);
        var imports = new FileSource(ImmutableArray.Create(Folder));
        return new Analyzer(AnalysisOptions.Default).Analyze(path, SyntaxTree.Parse(text!), imports.Import, CancellationToken.None);
    }

    private static string FindExamples(string folder) => Directory.Exists(Path.Combine(folder, "examples"))
        ? Path.Combine(folder, "examples")
        : FindExamples(Directory.GetParent(folder)!.FullName);
}
