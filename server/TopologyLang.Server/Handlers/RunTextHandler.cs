using OmniSharp.Extensions.JsonRpc;
using TopologyLang.Analysis.Runs;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>One run as text, Mermaid or SVG. Null where there is no such run or format.</summary>
[Parallel]
public sealed class RunTextHandler(Workspace workspace) : IJsonRpcRequestHandler<RunTextParams, RunTextResult?>
{
    private const int Width = 100;

    private static readonly Dictionary<string, Func<ExplainedRun, string>> Forms = new(StringComparer.Ordinal)
    {
        ["text"] = run => RunTable.Render([run], Width),
        ["mermaid"] = RunMermaid.Render,
        ["svg"] = RunSvg.Render,
    };

    public Task<RunTextResult?> Handle(RunTextParams request, CancellationToken cancellationToken) =>
        workspace.AskAnalysedAsync(
            "Writing the run",
            request.TextDocument,
            cancellationToken,
            analysis =>
                Forms.TryGetValue(request.Format ?? "text", out var form)
                && ExplainedRuns.Of(analysis, cancellationToken).FirstOrDefault(run => IsWanted(run, request))
                    is { } wanted
                    ? new RunTextResult(form(wanted))
                    : null
        );

    private static bool IsWanted(ExplainedRun run, RunTextParams request) =>
        run.Program == request.Program && run.Scenario == request.Scenario && run.Run == request.Run;
}
