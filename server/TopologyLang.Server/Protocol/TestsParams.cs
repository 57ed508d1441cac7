using MediatR;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// The request <c>topology/tests</c>: a file's expectations and programs as tests, an array of FileTest as JSON.
/// </summary>
[Parallel]
[Method("topology/tests", Direction.ClientToServer)]
public sealed record TestsParams : IRequest<JToken?>
{
    /// <summary>Null where the client left it out.</summary>
    public TextDocumentIdentifier? TextDocument { get; init; }
}
