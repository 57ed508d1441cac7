using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using TopologyLang.Analysis.Graph;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Server.Handlers;

/// <summary>The machines of an open file as graphs. Null where the file is not open or could not be analysed.</summary>
[Parallel]
public sealed class GraphHandler(Workspace workspace) : IJsonRpcRequestHandler<GraphParams, JToken?>
{
    public Task<JToken?> Handle(GraphParams request, CancellationToken cancellationToken) => request.TextDocument?.Uri is { } uri
        ? Answer.OrErrorAsync("The graph", async () =>
        {
            var result = await workspace.NewestAnalysisAsync(uri, cancellationToken).ConfigureAwait(false);
            return result?.Analysis is { } analysis ? ResultJson.Token(Graphs.Of(analysis)) : null;
        })
        : Task.FromResult<JToken?>(null);
}
