using MediatR;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;

namespace TopologyLang.Server.Protocol;

/// <summary>The request <c>topology/simulate</c>: what simulating a file comes to, as a report for people.</summary>
[Parallel]
[Method("topology/simulate", Direction.ClientToServer)]
public sealed record SimulateParams : IRequest<SimulateResult?>
{
    /// <summary>Null where the client left it out.</summary>
    public TextDocumentIdentifier? TextDocument { get; init; }
}
