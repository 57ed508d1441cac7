using System.CommandLine;
using System.Diagnostics;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Output;
using TopologyLang.Cli.Terminal;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo kernels FILE</c>: what changes for a file from one kernel version to the next, and why.</summary>
public static class KernelsCommand
{
    /// <summary>What is done sooner needs no word on how far it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private static readonly Dictionary<string, Action<CommandConsole, FileAnalysis, KernelComparison>> Outputs = new(
        StringComparer.Ordinal
    )
    {
        ["text"] = KernelsOutput.WriteText,
        ["json"] = KernelsOutput.WriteJson,
    };

    public static Command Create(CommandConsole console)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "The file to simulate under every kernel version that makes a difference.",
        };
        var format = new Option<string>("--format")
        {
            Description = "text (for people) or json.",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong([.. Outputs.Keys]);
        var command = new Command("kernels", "Say what changes for a file between kernel versions, and why.")
        {
            file,
            format,
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
                        Outputs[parsed.GetRequiredValue(format)],
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
        Action<CommandConsole, FileAnalysis, KernelComparison> write,
        CancellationToken cancellation
    )
    {
        var compared = AnalysedFile.Use<(FileAnalysis Analysis, KernelComparison Kernels)?>(
            console,
            file,
            options,
            (analysis, token) => (analysis, KernelSweep.Of(analysis, token, Progress(console))),
            cancellation
        );
        if (compared is not { } both)
        {
            return ExitCode.Unusable;
        }

        write(console, both.Analysis, both.Kernels);
        console.Out.Flush();
        return ExitCode.Fine;
    }

    private static Action<KernelVersion>? Progress(CommandConsole console)
    {
        if (!console.ShowsProgress)
        {
            return null;
        }

        var watch = Stopwatch.StartNew();
        return version =>
        {
            if (watch.Elapsed > Patience)
            {
                var (first, last) = (VersionSwitches.Versions[0], VersionSwitches.Versions[^1]);
                console.Error.WriteLine($"topo: simulating under Linux {version} (of {first} to {last})");
            }
        };
    }
}
