using MediatR;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// The request <c>topology/graph</c>: the machines of a file as graphs, an array of TopologyGraph as JSON.
/// </summary>
[Parallel]
[Method("topology/graph", Direction.ClientToServer)]
public sealed record GraphParams : IRequest<JToken?>
{
    /// <summary>Null where the client left it out.</summary>
    public TextDocumentIdentifier? TextDocument { get; init; }
}
