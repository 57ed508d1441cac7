using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis.Runs;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Server.Handlers;

/// <summary>The runs of a file, step by step. Null where there is no such file or it could not be analysed.</summary>
[Parallel]
public sealed class RunsHandler(Workspace workspace) : IJsonRpcRequestHandler<RunsParams, RunDocument?>
{
    public Task<RunDocument?> Handle(RunsParams request, CancellationToken cancellationToken) => request.Uri is { } uri
        ? Answer.OrErrorAsync("Explaining the runs", () => RunsAsync(uri, request.Program, cancellationToken))
        : Task.FromResult<RunDocument?>(null);

    private async Task<RunDocument?> RunsAsync(DocumentUri uri, string? program, CancellationToken cancellationToken)
    {
        var result = await workspace.AnalysisOfAsync(uri, cancellationToken).ConfigureAwait(false);
        return result?.Analysis is { } analysis
            ? RunDocument.Of(analysis.Path, ExplainedRuns.Of(analysis).Where(run => program is null || run.Program == program))
            : null;
    }
}
