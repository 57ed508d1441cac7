using MediatR;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Analysis.Runs;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// The request <c>topology/runs</c>: the runs of a file, step by step, as <c>topo simulate --format json</c> prints
/// them.
/// </summary>
[Parallel]
[Method("topology/runs", Direction.ClientToServer)]
public sealed record RunsParams : IRequest<RunDocument?>
{
    /// <summary>Null where the client left it out.</summary>
    public TextDocumentIdentifier? TextDocument { get; init; }

    /// <summary>Only the runs of this program; null: all.</summary>
    public string? Program { get; init; }
}
