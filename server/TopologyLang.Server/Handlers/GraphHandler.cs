using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using TopologyLang.Analysis.Graph;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>The machines of a file as graphs. Null where there is no such file or it could not be analysed.</summary>
[Parallel]
public sealed class GraphHandler(Workspace workspace) : IJsonRpcRequestHandler<GraphParams, JToken?>
{
    public Task<JToken?> Handle(GraphParams request, CancellationToken cancellationToken) =>
        workspace.AskAnalysedAsync(
            "The graph",
            request.TextDocument,
            cancellationToken,
            analysis => ResultJson.Token(Graphs.Of(analysis, cancellationToken))
        );
}
