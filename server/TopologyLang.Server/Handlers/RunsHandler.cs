using OmniSharp.Extensions.JsonRpc;
using TopologyLang.Analysis.Runs;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>The runs of a file, step by step. Null where there is no such file or it could not be analysed.</summary>
[Parallel]
public sealed class RunsHandler(Workspace workspace) : IJsonRpcRequestHandler<RunsParams, RunDocument?>
{
    public Task<RunDocument?> Handle(RunsParams request, CancellationToken cancellationToken) =>
        workspace.AskAnalysedAsync(
            "Explaining the runs",
            request.TextDocument,
            cancellationToken,
            analysis =>
                RunDocument.Of(
                    analysis.Path,
                    ExplainedRuns
                        .Of(analysis, cancellationToken)
                        .Where(run => request.Program is null || run.Program == request.Program)
                )
        );
}
