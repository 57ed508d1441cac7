using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis.Runs;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Protocol;

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
        request.Uri is { } uri && Forms.TryGetValue(request.Format ?? "text", out var form)
            ? Answer.OrErrorAsync("Writing the run", () => TextAsync(uri, request, form, cancellationToken))
            : Task.FromResult<RunTextResult?>(null);

    private async Task<RunTextResult?> TextAsync(
        DocumentUri uri, RunTextParams request, Func<ExplainedRun, string> form, CancellationToken cancellation)
    {
        var result = await workspace.AnalysisOfAsync(uri, cancellation).ConfigureAwait(false);
        var runs = result?.Analysis is { } analysis ? ExplainedRuns.Of(analysis) : [];
        var run = runs.FirstOrDefault(one => one.Program == request.Program && one.Scenario == request.Scenario && one.Run == request.Run);
        return run is null ? null : new RunTextResult(form(run));
    }
}
