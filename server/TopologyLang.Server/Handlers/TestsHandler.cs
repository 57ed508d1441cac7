using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using TopologyLang.Analysis.Testing;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Server.Handlers;

/// <summary>A file's tests with their outcomes. Null where there is no such file or it could not be analysed.</summary>
[Parallel]
public sealed class TestsHandler(Workspace workspace) : IJsonRpcRequestHandler<TestsParams, JToken?>
{
    public Task<JToken?> Handle(TestsParams request, CancellationToken cancellationToken) =>
        workspace.AskAnalysedAsync(
            "Testing the file",
            request.TextDocument,
            cancellationToken,
            analysis => ResultJson.Token(FileTests.Of(analysis))
        );
}
