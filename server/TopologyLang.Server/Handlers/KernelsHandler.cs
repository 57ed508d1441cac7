using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// What changes for a file between kernel versions. Null where there is no such file or it could not be analysed.
/// </summary>
[Parallel]
public sealed class KernelsHandler(Workspace workspace) : IJsonRpcRequestHandler<KernelsParams, JToken?>
{
    public Task<JToken?> Handle(KernelsParams request, CancellationToken cancellationToken) =>
        workspace.AskAnalysedAsync(
            "The comparison of kernels",
            request.TextDocument,
            cancellationToken,
            analysis => ResultJson.Token(KernelReport.Of(analysis, KernelSweep.Of(analysis, cancellationToken)))
        );
}
