using System.Diagnostics;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TopologyLang.Analysis.Advice;
using TopologyLang.Analysis.Editing;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Graph;
using TopologyLang.Analysis.Hover;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Reporting;
using TopologyLang.Analysis.Runs;
using TopologyLang.Analysis.Testing;
using TopologyLang.Cli.Output;
using TopologyLang.Language.Syntax;
using TopologyLang.Tests;

namespace TopologyLang.Fuzz.Targets;

/// <summary>
/// The whole check, and every output: no exception, soon, findings inside the file, JSON and SVG that can be read, a
/// text that is laid out has the same answers.
/// </summary>
internal sealed class CheckTarget : ITarget
{
    /// <summary>A check of such a text takes some milliseconds; a loop would never end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Imports are read there, and there only.</summary>
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "examples");

    private readonly Analyzer analyzer = new(
        AnalysisOptions.Default with
        {
            Limits = AnalysisOptions.Default.Limits with { States = 20_000 },
        }
    );

    public string Name => "check";

    public Task TryAsync(Random random, Action<string> input)
    {
        var text = Mutation.Text(random);
        input(text);
        var watch = Stopwatch.StartNew();
        var analysis = Analyze(text);
        Inside(analysis);
        Print(analysis, random);
        SameWhenLaidOut(analysis);
        Fault.Unless(watch.Elapsed < Longest, $"a check ends within {Longest.TotalSeconds} s");
        return Task.CompletedTask;
    }

    private FileAnalysis Analyze(string text) =>
        analyzer.Analyze(
            Path.Combine(Folder, "fuzz.topo"),
            SyntaxTree.Parse(SourceText.From(text)),
            new FileSource([Folder]).Import,
            CancellationToken.None
        );

    private static void Inside(FileAnalysis analysis) =>
        Fault.Unless(
            analysis
                .Findings.Where(finding => finding.Where.Path == analysis.Path)
                .All(finding => finding.Where.Span.Start >= 0 && finding.Where.Span.End <= analysis.Tree.Text.Length),
            "findings lie in the file"
        );

    private static string Output(Func<TextWriter, ICheckOutput> of, FileAnalysis analysis)
    {
        using var writer = new StringWriter();
        var output = of(writer);
        output.Add(CheckedFile.Of(analysis, output.ShowsRemedies, int.MaxValue, CancellationToken.None));
        output.End();
        return writer.ToString();
    }

    private static void Print(FileAnalysis analysis, Random random)
    {
        JObject.Parse(Output(writer => new JsonOutput(writer), analysis));
        JObject.Parse(Output(writer => new SarifOutput(writer), analysis));
        foreach (var graph in Graphs.Of(analysis))
        {
            XDocument.Parse(GraphSvg.Of(graph));
            GraphDot.Of(graph);
            GraphMermaid.Of(graph);
        }

        foreach (var run in ExplainedRuns.Of(analysis))
        {
            XDocument.Parse(RunSvg.Render(run));
            RunMermaid.Render(run);
        }

        FileTests.Of(analysis);
        Reports.Markdown(analysis);
        var offset = random.Next(analysis.Tree.Text.Length + 1);
        Hovers.At(analysis, analysis.Path, offset);
        LineExplanations.At(analysis, analysis.Tree.Text.PositionOf(offset).Line);
        Hints.In(analysis, new TextSpan(0, analysis.Tree.Text.Length));
        foreach (var lens in Lenses.Of(analysis.Tree))
        {
            Lenses.Text(analysis, lens.Kind, lens.Name);
        }

        if (random.Next(8) == 0)
        {
            Advisor.Of(analysis, CancellationToken.None);
        }
    }

    /// <summary>
    /// A broken declaration may be understood otherwise once its lines stand elsewhere; so only texts without errors
    /// are compared.
    /// </summary>
    private void SameWhenLaidOut(FileAnalysis analysis)
    {
        if (analysis.Findings.Any(finding => finding.Severity == Severity.Error))
        {
            return;
        }

        var laid = Analyze(Formatter.Format(analysis.Tree));
        Fault.Unless(Lines(analysis).SequenceEqual(Lines(laid)), "a text that is laid out has the same findings");
    }

    private static IEnumerable<string> Lines(FileAnalysis analysis) =>
        analysis.Findings.Select(finding => $"{finding.Code.Id} {finding.Message}");
}
