using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Output;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo check FILE...</c>: simulates each file and prints what was found.</summary>
public static class CheckCommand
{
    private static readonly Dictionary<string, Func<CommandConsole, ICheckOutput>> Outputs = new(StringComparer.Ordinal)
    {
        ["text"] = console => new TextOutput(console),
        ["json"] = console => new JsonOutput(console.Out),
        ["sarif"] = console => new SarifOutput(console.Out),
        ["github"] = console => new GithubOutput(console),
    };

    public static Command Create(CommandConsole console)
    {
        var files = FileArgument.Create("Files to check.");
        var format = new Option<string>("--format")
        {
            Description = "text (for people), json, sarif, or github (annotations of a GitHub Actions run).",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong([.. Outputs.Keys]);
        var remedies = RemedyOption.Create();
        var limits = new LimitOptions();
        var watch = new Option<bool>("--watch")
        {
            Description = "Check again whenever one of the files, or one that it imports, changes; Ctrl+C ends it.",
        };
        var architectures = ArchitectureOption.Create();
        var command = new Command("check", "Simulate files and report what goes wrong, why, and what mends it.")
        {
            files,
            format,
            remedies,
            architectures,
            watch,
        };
        limits.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(watch) && result.GetValue(files)?.FirstOrDefault(FileSource.IsHandedOver) is { } once)
            {
                result.AddError($"{once} can be read once, and so not watched");
            }

            if (result.GetResult(architectures) is null)
            {
                return;
            }

            if (result.GetValue(watch))
            {
                result.AddError("--arch prints one table and ends: leave --watch out");
            }

            if (result.GetValue(format) is "sarif" or "github")
            {
                result.AddError("--arch has the formats text and json");
            }
        });
        command.SetAction(
            (parsed, cancellation) =>
            {
                var checks = new CheckedFiles(
                    limits.Of(parsed),
                    parsed.GetRequiredValue(files),
                    parsed.GetRequiredValue(remedies)
                );
                if (parsed.GetValue(architectures) is { } several)
                {
                    var asJson = parsed.GetRequiredValue(format) == "json";
                    var table = new ArchitectureCheck(console, limits.Of(parsed), several);
                    return Task.FromResult(table.Run(checks.Paths, asJson, cancellation));
                }

                var check = new Check(console, Outputs[parsed.GetRequiredValue(format)], checks);
                return parsed.GetValue(watch) ? WatchAsync(check, cancellation) : OnceAsync(check, cancellation);
            }
        );
        return command;
    }

    private static async Task<int> OnceAsync(Check check, CancellationToken cancellation) =>
        (await check.RunAsync(cancellation).ConfigureAwait(false)).ExitCode;

    /// <summary>Until it is interrupted; the result is that of the last check that came to its end.</summary>
    private static async Task<int> WatchAsync(Check check, CancellationToken cancellation)
    {
        int? last = null;
        try
        {
            while (true)
            {
                var (exitCode, read) = await check.RunAsync(cancellation).ConfigureAwait(false);
                last = exitCode;
                await FileStamps.ChangeAsync(read, cancellation).ConfigureAwait(false);
                check.Separate();
            }
        }
        catch (OperationCanceledException) when (last is not null)
        {
            return last.Value;
        }
    }

    /// <summary>What to check and how to show it. A second check knows what the first one found.</summary>
    private sealed class Check(CommandConsole console, Func<CommandConsole, ICheckOutput> of, CheckedFiles files)
    {
        /// <returns>
        /// With the exit code every file that was looked at, and what stood in it; null where it could not be read.
        /// </returns>
        public async Task<(int ExitCode, ImmutableDictionary<string, string?> Read)> RunAsync(
            CancellationToken cancellation
        )
        {
            var output = of(console);
            var exitCode = ExitCode.Fine;
            var read = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
            read.AddRange(files.Paths.Select(path => KeyValuePair.Create(path, (string?)null)));
            await foreach (
                var (path, file, problem) in files
                    .InOrderAsync(output.ShowsRemedies, cancellation)
                    .ConfigureAwait(false)
            )
            {
                if (file is null)
                {
                    await console.Error.WriteLineAsync($"topo: {path} {problem}").ConfigureAwait(false);
                    exitCode = ExitCode.Unusable;
                    continue;
                }

                output.Add(file);
                foreach (var (name, tree) in file.Analysis.Binding.Files)
                {
                    read[name] = tree.Text.Content;
                }

                exitCode = exitCode == ExitCode.Fine ? CodeOf(file.Analysis) : exitCode;
            }

            output.End();
            await console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return (exitCode, read.ToImmutable());
        }

        public void Separate() =>
            console.Out.WriteLine(
                console.Style.Strong(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Environment.NewLine}-- {DateTime.Now:HH:mm:ss} changed, checked again --"
                    )
                )
            );
    }

    private static int CodeOf(FileAnalysis analysis) =>
        analysis.Findings.Any(finding => finding.Severity <= Severity.Warning) ? ExitCode.Findings : ExitCode.Fine;
}
