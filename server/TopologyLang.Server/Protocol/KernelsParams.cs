using MediatR;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// The request <c>topology/kernels</c>: what changes for a file between kernel versions, a KernelReport as JSON.
/// </summary>
[Parallel]
[Method("topology/kernels", Direction.ClientToServer)]
public sealed record KernelsParams : IRequest<JToken?>
{
    /// <summary>Null where the client left it out.</summary>
    public TextDocumentIdentifier? TextDocument { get; init; }
}
