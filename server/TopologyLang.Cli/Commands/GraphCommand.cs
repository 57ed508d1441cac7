using System.CommandLine;
using TopologyLang.Analysis.Graph;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo graph FILE</c>: draws the machine of a file.</summary>
public static class GraphCommand
{
    private static readonly Dictionary<string, Func<TopologyGraph, string>> Drawings = new(StringComparer.Ordinal)
    {
        ["svg"] = GraphSvg.Of,
        ["dot"] = GraphDot.Of,
        ["mermaid"] = GraphMermaid.Of,
        ["json"] = graph => ResultJson.Text(graph),
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
            {
                var analysis = AnalysedFile.Read(
                    console,
                    parsed.GetRequiredValue(file),
                    limits.Of(parsed),
                    cancellation
                );
                return Task.FromResult(
                    analysis is null
                        ? ExitCode.Unusable
                        : Draw(console, analysis, Drawings[parsed.GetRequiredValue(format)], parsed.GetValue(scenario))
                );
            }
        );
        return command;
    }

    private static int Draw(
        CommandConsole console,
        FileAnalysis analysis,
        Func<TopologyGraph, string> draw,
        string? scenario
    )
    {
        var file = analysis.Path;
        var graphs = Graphs.Of(analysis);
        var graph = scenario is null ? graphs.FirstOrDefault() : graphs.FirstOrDefault(one => one.Scenario == scenario);
        if (graph is null)
        {
            var known = graphs.Select(one => one.Scenario).OfType<string>().ToArray();
            console.Error.WriteLine(
                scenario is null ? $"topo: {file} declares no machine to draw"
                : known.Length == 0 ? $"topo: {file} has no scenario"
                : $"topo: {file} has no scenario '{scenario}'; it has {string.Join(", ", known)}"
            );
            return ExitCode.Unusable;
        }

        console.Out.Write(draw(graph));
        console.Out.Flush();
        return ExitCode.Fine;
    }
}
