using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;

namespace TopologyLang.Cli.Output;

/// <summary>What all files of a check came to, in numbers.</summary>
internal sealed class Totals
{
    private readonly Dictionary<Severity, int> findings = [];
    private int met;
    private int expectations;

    public int Files { get; private set; }

    public void Add(FileAnalysis analysis)
    {
        Files++;
        foreach (var (severity, count) in analysis.Findings.CountBy(finding => finding.Severity))
        {
            findings[severity] = findings.GetValueOrDefault(severity) + count;
        }

        met += analysis.Expectations.Count(answer => answer.Met);
        expectations += analysis.Expectations.Length;
    }

    public string Line()
    {
        var files = Files == 1 ? "1 file" : $"{Files} files";
        return $"{files}: {Count(Severity.Error, "error", "errors")}, "
            + $"{Count(Severity.Warning, "warning", "warnings")}, "
            + $"{Count(Severity.Information, "note", "notes")}{Hints()}; {met} of {expectations} expectations met";
    }

    /// <summary>Few files have one; what was printed is counted.</summary>
    private string Hints() => findings.ContainsKey(Severity.Hint) ? $", {Count(Severity.Hint, "hint", "hints")}" : "";

    private string Count(Severity severity, string one, string many) =>
        findings.GetValueOrDefault(severity) is var count && count == 1 ? $"1 {one}" : $"{count} {many}";
}
