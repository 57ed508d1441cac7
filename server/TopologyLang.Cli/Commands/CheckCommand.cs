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
    private static readonly Dictionary<string, Action<Console, ImmutableArray<FileAnalysis>>> Outputs = new(StringComparer.Ordinal)
    {
        ["text"] = TextOutput.Write,
        ["json"] = (console, analyses) => JsonOutput.Write(console.Out, analyses),
        ["sarif"] = (console, analyses) => SarifOutput.Write(console.Out, analyses),
        ["github"] = GithubOutput.Write,
    };

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
            var check = new Check(console, parsed.GetRequiredValue(files), Outputs[parsed.GetRequiredValue(format)], AnalysisOptions.Default with { Limits = limits.Of(parsed) });
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
    private sealed class Check(Console console, string[] files, Action<Console, ImmutableArray<FileAnalysis>> write, AnalysisOptions options)
    {
        private readonly Analyzer analyzer = new(options);

        /// <returns>With the exit code every file that was looked at.</returns>
        public (int ExitCode, ImmutableArray<string> Files) Once(CancellationToken cancellation)
        {
            var analyses = ImmutableArray.CreateBuilder<FileAnalysis>();
            var unreadable = false;
            foreach (var file in files.Distinct(StringComparer.Ordinal))
            {
                var (text, problem) = FileSource.Read(file);
                if (text is null)
                {
                    console.Error.WriteLine($"topo: {file} {problem}");
                    unreadable = true;
                    continue;
                }

                var roots = ImmutableArray.Create(Directory.GetCurrentDirectory(), Path.GetDirectoryName(Path.GetFullPath(file))!);
                analyses.Add(analyzer.Analyze(file, SyntaxTree.Parse(text), new FileSource(roots).Import, cancellation));
            }

            write(console, analyses.ToImmutable());
            console.Out.Flush();
            var read = files.Concat(analyses.SelectMany(analysis => analysis.Binding.Files.Select(file => file.Path)));
            return (unreadable ? ExitCode.Unusable : Of(analyses), [.. read.Distinct(StringComparer.Ordinal)]);
        }

        public void Separate() => console.Out.WriteLine(
            console.Style.Strong(string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}-- {DateTime.Now:HH:mm:ss} changed, checked again --")));
    }

    private static int Of(IEnumerable<FileAnalysis> analyses) =>
        analyses.SelectMany(analysis => analysis.Findings).Any(finding => finding.Severity <= Severity.Warning)
            ? ExitCode.Findings
            : ExitCode.Fine;
}
