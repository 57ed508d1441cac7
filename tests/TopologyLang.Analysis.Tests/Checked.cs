using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Analyses a text. <c>[|</c> and <c>|]</c> mark the places at which findings are expected; a single <c>$0</c> marks
/// the cursor.
/// </summary>
internal static class Checked
{
    /// <summary>
    /// An Intel machine with an integrated GPU behind a unit without snoop control, given to a guest.
    /// </summary>
    public const string Machine = """
        host desk { kernel = 6.8 }
        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        domain space on desk { api = vfio_type1  attach = [igpu] }
        guest vm on desk { assign = [igpu via space] }

        """;

    public static FileAnalysis Text(string text) =>
        new Analyzer(AnalysisOptions.Default).Analyze(
            "test.topo",
            SyntaxTree.Parse(SourceText.From(text)),
            (_, import) => new ImportedFile(import, null, "does not exist"),
            CancellationToken.None
        );

    /// <summary>The program's statements on <see cref="Machine"/>, in its guest.</summary>
    public static FileAnalysis Program(string statements) =>
        Text($"{Machine}program p in vm using igpu {{\n{statements}\n}}\n");

    /// <summary>
    /// What is found but for the leak checks (<see cref="LeakCheckTests"/>), which every machine with a guest has.
    /// </summary>
    public static IEnumerable<Finding> Findings(FileAnalysis analysis) =>
        analysis.Findings.Where(finding => finding.Run is not { Program.IsLeakCheck: true });

    /// <summary>The runs of what the file itself writes.</summary>
    public static IEnumerable<SimulatedRun> Runs(FileAnalysis analysis) =>
        analysis.System.Timelines.SelectMany(timeline => timeline.Runs).Where(run => !run.Program.BuiltIn);

    /// <summary>One line a finding: severity, code, the text that it stands at.</summary>
    public static IEnumerable<string> Lines(FileAnalysis analysis) =>
        Findings(analysis)
            .Select(finding =>
            {
                var text = LineRange
                    .TextOf(analysis.Binding, finding.Where.Path)
                    .Content.Substring(finding.Where.Span.Start, finding.Where.Span.Length);
                return $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code.Id} {text}";
            });

    public static Finding Single(FileAnalysis analysis, FindingCode code) =>
        Assert.Single(Findings(analysis), finding => finding.Code == code);
}
