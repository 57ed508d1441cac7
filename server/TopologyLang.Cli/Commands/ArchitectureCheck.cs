using System.Collections.Immutable;
using TopologyLang.Analysis.Architectures;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Terms;
using TopologyLang.Cli.Output;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server.Protocol;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo check --arch A,B FILE...</c>: does what a file says work elsewhere?</summary>
internal sealed class ArchitectureCheck(
    CommandConsole console,
    AnalysisOptions options,
    ImmutableArray<Architecture> architectures
)
{
    /// <returns>
    /// Fine where every program is coherent on every architecture, findings where one is not or cannot be changed over.
    /// </returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public int Run(ImmutableArray<string> paths, bool asJson, CancellationToken cancellation)
    {
        var exitCode = ExitCode.Fine;
        var compared = ImmutableArray.CreateBuilder<ArchitectureComparison>();
        foreach (var path in paths)
        {
            if (Of(path, cancellation) is not { } comparison)
            {
                exitCode = ExitCode.Unusable;
                continue;
            }

            exitCode = exitCode == ExitCode.Fine && !IsFine(comparison) ? ExitCode.Findings : exitCode;
            if (asJson)
            {
                compared.Add(comparison);
            }
            else
            {
                ArchitectureOutput.Write(console, comparison);
            }
        }

        if (asJson)
        {
            console.Out.Write(ResultJson.Text(ArchitectureReport.Of([.. architectures.Select(Words.Of)], compared)));
        }

        console.Out.Flush();
        return exitCode;
    }

    private static bool IsFine(ArchitectureComparison comparison) =>
        comparison is { IsCoherent: true, Analysis: var analysis } && ArchitectureOutput.Mistakes(analysis) == 0;

    /// <summary>Null where it cannot be read or takes too long, which the user is told.</summary>
    private ArchitectureComparison? Of(string path, CancellationToken cancellation) =>
        AnalysedFile.Use(
            console,
            path,
            options,
            (analysis, token) => ArchitectureSweep.Of(analysis, architectures, token),
            cancellation
        );
}
