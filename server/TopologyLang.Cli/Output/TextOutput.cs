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
    public static void Write(TextWriter output, ImmutableArray<FileAnalysis> analyses)
    {
        foreach (var analysis in analyses)
        {
            foreach (var finding in analysis.Findings.OrderBy(finding => finding.Where.Path, StringComparer.Ordinal).ThenBy(finding => finding.Where.Span.Start))
            {
                WriteFinding(output, analysis, finding);
            }
        }

        foreach (var analysis in analyses)
        {
            output.WriteLine(Printable.Line($"{analysis.Path}"));
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

    private static void WriteFinding(TextWriter output, FileAnalysis analysis, Finding finding)
    {
        var (start, end) = LineRange.Of(analysis, finding.Where);
        var severity = finding.Severity.ToString().ToLowerInvariant();
        var place = $"{finding.Where.Path}:{start.Line + 1}:{start.Character + 1}";
        output.WriteLine(Printable.Line($"{place}: {severity} {finding.Code.Id}: {finding.Message}"));
        WriteSource(output, analysis, finding, start, end);
        if (finding.Severity <= Severity.Warning)
        {
            WriteReasons(output, analysis, finding);
        }

        output.WriteLine();
    }

    /// <summary>What is only information, a hazard that the file foretold for one, goes without: `--format json` and the editor have it.</summary>
    private static void WriteReasons(TextWriter output, FileAnalysis analysis, Finding finding)
    {
        foreach (var reason in finding.Chain)
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

    private static void WriteSource(
        TextWriter output, FileAnalysis analysis, Finding finding, Language.Syntax.LinePosition start, Language.Syntax.LinePosition end)
    {
        var line = LineRange.TextOf(analysis, finding.Where.Path).Line(start.Line).TrimEnd();
        var number = $"{start.Line + 1}";
        var last = end.Line == start.Line ? end.Character : line.Length;
        var caret = new string('^', Math.Max(1, Math.Min(last, line.Length) - start.Character));
        var indent = new string([.. line.Take(start.Character).Select(character => character == '\t' ? '\t' : ' ')]);
        output.WriteLine(Printable.Line($"  {number} | {line}"));
        output.WriteLine($"  {new string(' ', number.Length)} | {indent}{caret}");
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
