using System.Collections.Immutable;
using TopologyLang.Analysis;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Cli.Output;

/// <summary>
/// For people: each finding with its place, the source line with a caret, why, the shortest run and what mends it; then what each file
/// came to.
/// </summary>
public static class TextOutput
{
    public static void Write(Console console, ImmutableArray<FileAnalysis> analyses)
    {
        var (output, style) = (console.Out, console.Style);
        foreach (var analysis in analyses)
        {
            var told = new ToldChains();
            foreach (var finding in analysis.Findings.OrderBy(finding => finding.Where.Path, StringComparer.Ordinal).ThenBy(finding => finding.Where.Span.Start))
            {
                WriteFinding(output, style, analysis, finding, told);
            }
        }

        foreach (var analysis in analyses)
        {
            output.WriteLine(style.Strong(Printable.Line($"{analysis.Path}")));
            foreach (var line in Summary.Lines(analysis))
            {
                output.WriteLine(Printable.Line($"  {line}"));
            }
        }

        if (!analyses.IsEmpty)
        {
            output.WriteLine(Total(analyses));
        }
    }

    /// <summary>Remedies and reasons; what is only information or a hint goes without.</summary>
    public static bool ShowsRemedies(Finding finding) => finding.Severity <= Severity.Warning;

    private static void WriteFinding(TextWriter output, TextStyle style, FileAnalysis analysis, Finding finding, ToldChains told)
    {
        var (start, _) = LineRange.Of(analysis, finding.Where);
        var place = $"{finding.Where.Path}:{start.Line + 1}";
        var severity = $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code.Id}";
        var where = style.Strong(Printable.Line($"{place}:{start.Character + 1}:"));
        output.WriteLine($"{where} {style.Of(finding.Severity, severity)}: {Printable.Line(finding.Message)}");
        WriteSource(output, style, analysis, finding);
        if (ShowsRemedies(finding))
        {
            WriteReasons(output, analysis, finding, told.Tell(place, finding.Chain));
        }

        output.WriteLine();
    }

    /// <summary>What is only information, a hazard that the file foretold for one, goes without: `--format json` and the editor have it.</summary>
    private static void WriteReasons(TextWriter output, FileAnalysis analysis, Finding finding, ToldChain chain)
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
                output.WriteLine(Printable.Line($"      run: {index + 1}. {RunText.Sentence(step)}   [{RunText.State(step)}]"));
            }
        }

        foreach (var remedy in analysis.Remedies.For(finding, CancellationToken.None))
        {
            output.WriteLine(Printable.Line($"      fix: {RemedyText.Line(analysis, remedy)}"));
        }
    }

    private static void WriteSource(TextWriter output, TextStyle style, FileAnalysis analysis, Finding finding)
    {
        var number = LineRange.Of(analysis, finding.Where).Start.Line + 1;
        var margin = $"{number}".Length + "   | ".Length;
        var excerpt = SourceExcerpt.Of(analysis, finding.Where, style.Width - margin);
        output.WriteLine($"  {style.Faint($"{number} |")} {Printable.Line(excerpt.Line)}");
        output.WriteLine($"  {new string(' ', $"{number}".Length)} {style.Faint("|")} {excerpt.Indent}{style.Of(finding.Severity, excerpt.Caret)}");
    }

    private static string Total(ImmutableArray<FileAnalysis> analyses)
    {
        var findings = analyses.SelectMany(analysis => analysis.Findings).ToList();
        string Count(Severity severity, string one, string many)
        {
            var count = findings.Count(finding => finding.Severity == severity);
            return count == 1 ? $"1 {one}" : $"{count} {many}";
        }

        var expectations = analyses.SelectMany(analysis => analysis.Expectations).ToList();
        var files = analyses.Length == 1 ? "1 file" : $"{analyses.Length} files";
        return $"{files}: {Count(Severity.Error, "error", "errors")}, {Count(Severity.Warning, "warning", "warnings")}, "
            + $"{Count(Severity.Information, "note", "notes")}; "
            + $"{expectations.Count(answer => answer.Met)} of {expectations.Count} expectations met";
    }
}
