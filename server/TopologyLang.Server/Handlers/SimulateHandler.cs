using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Reporting;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// The report of a file, open or not. Null where there is no such file. A simulation can take seconds: the client
/// may go on editing or cancel the request meanwhile.
/// </summary>
public sealed class SimulateHandler(Workspace workspace) : IJsonRpcRequestHandler<SimulateParams, SimulateResult?>
{
    public Task<SimulateResult?> Handle(SimulateParams request, CancellationToken cancellationToken) =>
        request.TextDocument?.Uri is { } uri
            ? Answer.OrErrorAsync("The simulation", () => ReportAsync(uri, cancellationToken))
            : Task.FromResult<SimulateResult?>(null);

    private async Task<SimulateResult?> ReportAsync(DocumentUri uri, CancellationToken cancellationToken)
    {
        var path = DocumentPaths.Of(uri);
        var result = await workspace.AnalysisOfAsync(uri, cancellationToken).ConfigureAwait(false);
        return result is null
            ? null
            : new SimulateResult($"Simulation of {Path.GetFileName(path)}", MarkdownOf(result));
    }

    private static string MarkdownOf(AnalysisResult result) =>
        result.Analysis is { } analysis ? Reports.Markdown(analysis)
        : result.Failure is TimeLimitException late ? $"This file {late.Message}."
        : $"This file could not be analysed: {result.Failure!.Message}";
}
