using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using TopologyLang.Analysis;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Cli.Output;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo check FILE...</c>: simulates each file and prints what was found.</summary>
public static class CheckCommand
{
    private static readonly Dictionary<string, Output> Outputs = new(StringComparer.Ordinal)
    {
        ["text"] = new(TextOutput.Write, TextOutput.ShowsRemedies),
        ["json"] = new((console, analyses) => JsonOutput.Write(console.Out, analyses), _ => true),
        ["sarif"] = new((console, analyses) => SarifOutput.Write(console.Out, analyses), _ => false),
        ["github"] = new(GithubOutput.Write, _ => false),
    };

    /// <param name="ShowsRemedies">Of which findings: they are looked for before anything is written, several files at a time.</param>
    private sealed record Output(Action<Console, ImmutableArray<FileAnalysis>> Write, Func<Finding, bool> ShowsRemedies);

    public static Command Create(Console console)
    {
        var files = FileArgument.Create("Files to check.");
        var format = new Option<string>("--format") { Description = "text (for people), json, sarif, or github (annotations of a GitHub Actions run).", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong([.. Outputs.Keys]);
        var limits = new LimitOptions();
        var watch = new Option<bool>("--watch") { Description = "Check again whenever one of the files, or one that it imports, changes; Ctrl+C ends it." };
        var command = new Command("check", "Simulate files and report what goes wrong, why, and what mends it.") { files, format, watch };
        limits.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var check = new Check(console, parsed.GetRequiredValue(files), Outputs[parsed.GetRequiredValue(format)], limits.Of(parsed));
            return parsed.GetValue(watch) ? WatchAsync(check, cancellation) : Task.FromResult(check.Once(cancellation).ExitCode);
        });
        return command;
    }

    /// <summary>Until it is interrupted; the result is that of the last check.</summary>
    private static async Task<int> WatchAsync(Check check, CancellationToken cancellation)
    {
        while (true)
        {
            var (exitCode, files) = check.Once(cancellation);
            try
            {
                await FileStamps.ChangeAsync(files, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return exitCode;
            }

            check.Separate();
        }
    }

    /// <summary>What to check and how to show it. Keeps its analyzer, so that a second check knows what the first one found.</summary>
    private sealed class Check(Console console, string[] files, Output output, AnalysisOptions options)
    {
        private readonly Analyzer analyzer = new(options);

        /// <returns>With the exit code every file that was looked at.</returns>
        public (int ExitCode, ImmutableArray<string> Files) Once(CancellationToken cancellation)
        {
            var checkedFiles = files.Distinct(StringComparer.Ordinal).ToArray();
            var results = new (FileAnalysis? Analysis, string? Problem)[checkedFiles.Length];

            // A file hangs on no other one but by its imports, which each reads for itself.
            Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancellation }, index =>
                results[index] = Of(checkedFiles[index], cancellation));
            foreach (var (file, (_, problem)) in checkedFiles.Zip(results))
            {
                if (problem is not null)
                {
                    console.Error.WriteLine($"topo: {file} {problem}");
                }
            }

            ImmutableArray<FileAnalysis> analyses = [.. results.Select(result => result.Analysis).OfType<FileAnalysis>()];
            var unreadable = analyses.Length < results.Length;
            output.Write(console, analyses);
            console.Out.Flush();
            var read = files.Concat(analyses.SelectMany(analysis => analysis.Binding.Files.Select(file => file.Path)));
            return (unreadable ? ExitCode.Unusable : CodeOf(analyses), [.. read.Distinct(StringComparer.Ordinal)]);
        }

        private (FileAnalysis? Analysis, string? Problem) Of(string file, CancellationToken cancellation)
        {
            var (text, problem) = FileSource.Read(file);
            if (text is null)
            {
                return (null, problem);
            }

            var roots = ImmutableArray.Create(Directory.GetCurrentDirectory(), Path.GetDirectoryName(Path.GetFullPath(file))!);
            try
            {
                return (TimeLimit.Run(options.Time, token => WithRemedies(analyzer.Analyze(file, SyntaxTree.Parse(text), new FileSource(roots).Import, token), token), cancellation), null);
            }
            catch (TimeLimitException late)
            {
                return (null, late.Message);
            }
        }

        private FileAnalysis WithRemedies(FileAnalysis analysis, CancellationToken cancellation)
        {
            foreach (var finding in analysis.Findings.Where(output.ShowsRemedies))
            {
                _ = analysis.Remedies.For(finding, cancellation);
            }

            return analysis;
        }

        public void Separate() => console.Out.WriteLine(
            console.Style.Strong(string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}-- {DateTime.Now:HH:mm:ss} changed, checked again --")));
    }

    private static int CodeOf(IEnumerable<FileAnalysis> analyses) =>
        analyses.SelectMany(analysis => analysis.Findings).Any(finding => finding.Severity <= Severity.Warning)
            ? ExitCode.Findings
            : ExitCode.Fine;
}
