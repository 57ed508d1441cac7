using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Runs;
using TopologyLang.Cli.Output;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// <c>topo simulate FILE [PROGRAM]</c>: tells each run step by step, or what was explored where nothing goes wrong.
/// </summary>
public static class SimulateCommand
{
    private sealed record Wanted(string? Program, string? Scenario, int? Run)
    {
        public bool Matches(ExplainedRun run) =>
            (Program is null || run.Program == Program)
            && (Scenario is null || run.Scenario == Scenario)
            && (Run is null || run.Run == Run);
    }

    public static Command Create(CommandConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The file to simulate." };
        var program = new Argument<string?>("PROGRAM")
        {
            Description = "One program of it; else all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new Option<string>("--format")
        {
            Description =
                "table (for a terminal), json, mermaid (a sequence diagram) or svg (a picture); the last two show one "
                + "run.",
            DefaultValueFactory = _ => RunOutput.Table,
        };
        format.AcceptOnlyFromAmong([.. RunOutput.Formats]);
        var run = new Option<int?>("--run") { Description = "The run of this number, counted from 0 in its scenario." };
        var scenario = new Option<string?>("--scenario") { Description = "The runs of this scenario." };
        var command = new Command(
            "simulate",
            "Show runs step by step, with the state of memory and caches after each step."
        )
        {
            file,
            program,
            format,
            run,
            scenario,
        };
        var limits = new LimitOptions();
        limits.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        console,
                        parsed.GetRequiredValue(file),
                        limits.Of(parsed),
                        new Wanted(parsed.GetValue(program), parsed.GetValue(scenario), parsed.GetValue(run)),
                        parsed.GetRequiredValue(format),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Run(
        CommandConsole console,
        string file,
        AnalysisOptions options,
        Wanted wanted,
        string format,
        CancellationToken cancellation
    )
    {
        var told = AnalysedFile.Use<(FileAnalysis Analysis, ImmutableArray<ExplainedRun> Runs)?>(
            console,
            file,
            options,
            (analysis, token) => (analysis, ExplainedRuns.Of(analysis, token)),
            cancellation
        );
        if (told is not var (analysis, all))
        {
            return ExitCode.Unusable;
        }

        ImmutableArray<ExplainedRun> runs = [.. all.Where(wanted.Matches)];
        if (Complaint(file, all, runs, format) is { } complaint)
        {
            console.Error.WriteLine($"topo: {complaint}");
            return ExitCode.Unusable;
        }

        TellErrors(console, file, analysis);
        RunOutput.Write(console.Out, format, file, runs);
        console.Out.Flush();
        return analysis.Findings.Any(finding => finding.Severity <= Severity.Warning)
            ? ExitCode.Findings
            : ExitCode.Fine;
    }

    private static string? Complaint(
        string file,
        ImmutableArray<ExplainedRun> all,
        ImmutableArray<ExplainedRun> runs,
        string format
    )
    {
        if (all.IsEmpty)
        {
            return format == RunOutput.Json
                ? null
                : $"{file} runs no program; 'topo check {file}' says what else there is";
        }

        if (runs.IsEmpty)
        {
            return $"no such run in {file}; there are: {Names(all)}";
        }

        return runs.Length > 1 && RunOutput.ShowsOne(format)
            ? $"{format} shows one run; choose one with PROGRAM, --scenario and --run from: {Names(runs)}"
            : null;
    }

    private static string Names(ImmutableArray<ExplainedRun> runs) =>
        Printable.Line(
            string.Join(
                ", ",
                runs.Select(run =>
                    run.Scenario is null
                        ? run.Program
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"{run.Program} (--scenario {run.Scenario} --run {run.Run})"
                        )
                )
            )
        );

    /// <summary>What has an error is left out of the simulation; the reader must know.</summary>
    private static void TellErrors(CommandConsole console, string file, FileAnalysis analysis)
    {
        var errors = analysis.Findings.Count(finding => finding.Severity == Severity.Error);
        if (errors > 0)
        {
            console.Error.WriteLine(
                $"topo: {file} has {errors} error{(errors == 1 ? "" : "s")}; 'topo check {file}' shows what"
            );
        }
    }
}
