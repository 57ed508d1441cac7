using System.Collections.Immutable;
using System.CommandLine;
using TopologyLang.Analysis.Advice;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo advise FILE</c>: for each device, can it be passed through here, and what to change.</summary>
public static class AdviseCommand
{
    public static Command Create(CommandConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The machine to advise on." };
        var format = new Option<string>("--format")
        {
            Description = "text (for people) or json.",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "json");
        var device = new Option<string?>("--device") { Description = "Only this device." };
        var command = new Command(
            "advise",
            "Say of each device whether it can be passed through safely on this machine and kernel, and what to change."
        )
        {
            file,
            format,
            device,
        };
        var limits = new LimitOptions();
        limits.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        console,
                        new Request(
                            parsed.GetRequiredValue(file),
                            parsed.GetRequiredValue(format),
                            parsed.GetValue(device)
                        ),
                        limits.Of(parsed),
                        cancellation
                    )
                )
        );
        return command;
    }

    /// <param name="All">Null where the file has errors: what is not understood is left out or has its default, and a
    /// device could look safe.</param>
    private sealed record Advised(ImmutableArray<DeviceAdvice>? All);

    private static Advised Advise(FileAnalysis analysis, CancellationToken cancellation) =>
        new(
            analysis.Findings.Any(finding =>
                finding.Severity == Severity.Error && finding.Code != FindingCode.UnmetExpectation
            )
                ? null
                : Advisor.Of(analysis, cancellation)
        );

    private sealed record Request(string File, string Format, string? Device);

    private static int Run(
        CommandConsole console,
        Request request,
        AnalysisOptions options,
        CancellationToken cancellation
    )
    {
        if (AnalysedFile.Use<Advised>(console, request.File, options, Advise, cancellation) is not { } advised)
        {
            return ExitCode.Unusable;
        }

        if (advised.All is not { } all)
        {
            console.Error.WriteLine(
                $"topo: {request.File} has errors, and advice on it could be wrong; see 'topo check {request.File}'"
            );
            return ExitCode.Findings;
        }

        var advice = all.Where(one => request.Device is null || one.Device == request.Device).ToArray();
        if (advice.Length == 0)
        {
            console.Error.WriteLine(
                request.Device is { } name
                    ? $"topo: {request.File} has no device '{name}'"
                    : $"topo: {request.File} declares no device"
            );
            return ExitCode.Unusable;
        }

        console.Out.Write(
            request.Format == "json"
                ? ResultJson.Text(advice)
                : string.Join(Environment.NewLine, advice.Select(AdviceText.Render))
        );
        console.Out.Flush();
        return ExitCode.Fine;
    }
}
