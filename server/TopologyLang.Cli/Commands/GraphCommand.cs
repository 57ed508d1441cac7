using System.CommandLine;
using TopologyLang.Analysis.Graph;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo graph FILE</c>: draws the machine of a file.</summary>
public static class GraphCommand
{
    private static readonly Dictionary<string, Func<TopologyGraph, CancellationToken, string>> Drawings = new(
        StringComparer.Ordinal
    )
    {
        ["svg"] = GraphSvg.Of,
        ["dot"] = (graph, _) => GraphDot.Of(graph),
        ["mermaid"] = (graph, _) => GraphMermaid.Of(graph),
        ["json"] = (graph, _) => ResultJson.Text(graph),
    };

    public static Command Create(CommandConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The file to draw." };
        var format = new Option<string>("--format")
        {
            Description = "svg, dot, mermaid or json.",
            DefaultValueFactory = _ => "svg",
        };
        format.AcceptOnlyFromAmong([.. Drawings.Keys]);
        var scenario = new Option<string?>("--scenario")
        {
            Description =
                "Draw the machine as at the end of this scenario; without it, as the file's first one leaves it.",
        };
        var command = new Command(
            "graph",
            "Draw hosts, IOMMUs, devices, domains and guests, and what their DMA comes to."
        )
        {
            file,
            format,
            scenario,
        };
        var limits = new LimitOptions();
        limits.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    AnalysedFile.Use<Drawn>(
                        console,
                        parsed.GetRequiredValue(file),
                        limits.Of(parsed),
                        (analysis, token) =>
                            Draw(analysis, Drawings[parsed.GetRequiredValue(format)], parsed.GetValue(scenario), token),
                        cancellation
                    )
                        is { } drawn
                        ? Tell(console, drawn)
                        : ExitCode.Unusable
                )
        );
        return command;
    }

    /// <summary>A drawing, or why there is none.</summary>
    private sealed record Drawn(string? Drawing, string? Problem = null);

    private static int Tell(CommandConsole console, Drawn drawn)
    {
        if (drawn.Drawing is null)
        {
            console.Error.WriteLine($"topo: {drawn.Problem}");
            return ExitCode.Unusable;
        }

        console.Out.Write(drawn.Drawing);
        console.Out.Flush();
        return ExitCode.Fine;
    }

    private static Drawn Draw(
        FileAnalysis analysis,
        Func<TopologyGraph, CancellationToken, string> draw,
        string? scenario,
        CancellationToken cancellation
    )
    {
        var file = analysis.Path;
        var graphs = Graphs.Of(analysis, cancellation);
        var graph = scenario is null ? graphs.FirstOrDefault() : graphs.FirstOrDefault(one => one.Scenario == scenario);
        if (graph is null)
        {
            var known = graphs.Select(one => one.Scenario).OfType<string>().ToArray();
            return new Drawn(
                null,
                scenario is null ? $"{file} declares no machine to draw"
                    : known.Length == 0 ? $"{file} has no scenario"
                    : $"{file} has no scenario '{scenario}'; it has {string.Join(", ", known)}"
            );
        }

        return new Drawn(draw(graph, cancellation));
    }
}
