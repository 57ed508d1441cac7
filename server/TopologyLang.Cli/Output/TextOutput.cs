using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Reporting;
using TopologyLang.Analysis.Text;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Output;

/// <summary>
/// For people: each finding with its place, the source line with a caret, why, the shortest run and what mends it; then
/// what each file came to.
/// </summary>
public sealed class TextOutput(CommandConsole console) : ICheckOutput
{
    private readonly List<string> summaries = [];
    private readonly Totals totals = new();
    private int unsearched;

    /// <summary>Remedies and reasons; what is only information or a hint goes without.</summary>
    public bool ShowsRemedies(Finding finding) => finding.Severity <= Severity.Warning;

    public void Add(CheckedFile file)
    {
        var analysis = file.Analysis;
        var told = new ToldChains();
        foreach (
            var finding in analysis
                .Findings.OrderBy(finding => finding.Where.Path, StringComparer.Ordinal)
                .ThenBy(finding => finding.Where.Span.Start)
        )
        {
            WriteFinding(console.Out, console.Style, file, finding, told);
        }

        summaries.Add(console.Style.Strong(Printable.Line(analysis.Path)));
        summaries.AddRange(Summary.Lines(analysis).Select(line => Printable.Line($"  {line}")));
        totals.Add(analysis);
        unsearched += file.Unsearched(ShowsRemedies);
    }

    public void End()
    {
        foreach (var line in summaries)
        {
            console.Out.WriteLine(line);
        }

        if (totals.Files > 0)
        {
            console.Out.WriteLine(totals.Line());
        }

        if (unsearched > 0)
        {
            console.Out.WriteLine(
                $"of {unsearched} {(unsearched == 1 ? "finding" : "findings")} no remedies were looked for (--remedies "
                    + $"all does)"
            );
        }
    }

    private void WriteFinding(TextWriter output, TextStyle style, CheckedFile file, Finding finding, ToldChains told)
    {
        var analysis = file.Analysis;
        var (start, _) = LineRange.Of(analysis.Binding, finding.Where);
        var place = $"{finding.Where.Path}:{start.Line + 1}";
        var severity = $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code.Id}";
        var where = style.Strong(Printable.Line($"{place}:{start.Character + 1}:"));
        output.WriteLine($"{where} {style.Of(finding.Severity, severity)}: {Printable.Line(finding.Message)}");
        WriteSource(output, style, analysis, finding);
        if (ShowsRemedies(finding))
        {
            WriteReasons(output, file, finding, told.Tell(place, finding.Chain));
        }

        output.WriteLine();
    }

    /// <summary>
    /// What is only information, a hazard that the file foretold for one, goes without: `--format json` and the editor
    /// have it.
    /// </summary>
    private static void WriteReasons(TextWriter output, CheckedFile file, Finding finding, ToldChain chain)
    {
        if (chain.Reference("at") is { } earlier)
        {
            output.WriteLine(Printable.Line($"      why: {earlier}"));
        }

        foreach (var reason in chain.Rest)
        {
            output.WriteLine(Printable.Line($"      why: {Chains.Line(reason)}"));
        }

        if (finding.Run is { } run)
        {
            foreach (var (step, index) in run.Verdict.Run.Select((step, index) => (step, index)))
            {
                output.WriteLine(
                    Printable.Line(
                        $"      run: {index + 1}. {RunStepText.Sentence(step)}   [{RunStepText.State(step)}]"
                    )
                );
            }
        }

        foreach (var remedy in file.Remedies.GetValueOrDefault(finding, []))
        {
            output.WriteLine(Printable.Line($"      fix: {RemedyText.Line(file.Analysis.Binding, remedy)}"));
        }
    }

    private static void WriteSource(TextWriter output, TextStyle style, FileAnalysis analysis, Finding finding)
    {
        var number = LineRange.Of(analysis.Binding, finding.Where).Start.Line + 1;
        var margin = $"{number}".Length + "   | ".Length;
        var excerpt = SourceExcerpt.Of(analysis, finding.Where, style.Width - margin);
        output.WriteLine($"  {style.Faint($"{number} |")} {Printable.Line(excerpt.Line)}");
        output.WriteLine(
            $"  {new string(' ', $"{number}".Length)} {style.Faint("|")} "
                + $"{excerpt.Indent}{style.Of(finding.Severity, excerpt.Caret)}"
        );
    }
}
