using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Output;

/// <summary>
/// The findings as annotations of a GitHub Actions run, one line each. Source: GitHub documentation, Workflow commands
/// for GitHub Actions; what must be escaped: actions/toolkit, packages/core/src/command.ts.
/// </summary>
public sealed class GithubOutput(CommandConsole console) : ICheckOutput
{
    public bool ShowsRemedies(Finding finding) => false;

    public void Add(CheckedFile file)
    {
        foreach (var finding in file.Analysis.Findings)
        {
            console.Out.WriteLine(Line(file.Analysis, finding));
        }
    }

    public void End() { }

    private static string Line(FileAnalysis analysis, Finding finding)
    {
        var (start, end) = LineRange.Of(analysis.Binding, finding.Where);
        var command = finding.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "notice",
        };

        // Columns count only where the finding ends in its line.
        var columns =
            start.Line == end.Line
                ? $",col={start.Character + 1},endColumn={Math.Max(end.Character, start.Character + 1)}"
                : "";
        var file = Value(finding.Where.Path.Replace('\\', '/'));
        var title = Value($"{finding.Code.Id}: {finding.Code.Title}");
        return $"::{command} "
            + $"file={file},line={start.Line + 1},endLine={end.Line + 1}{columns},title={title}::"
            + $"{Data(finding.Message)}";
    }

    private static string Data(string text) =>
        Printable.Line(
            text.ReplaceLineEndings("\n")
                .Replace("%", "%25", StringComparison.Ordinal)
                .Replace("\n", "%0A", StringComparison.Ordinal)
        );

    private static string Value(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
