using MediatR;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;

namespace TopologyLang.Server.Protocol;

/// <summary>The request <c>topology/runText</c>: one run to be pasted elsewhere.</summary>
[Parallel]
[Method("topology/runText", Direction.ClientToServer)]
public sealed record RunTextParams : IRequest<RunTextResult?>
{
    /// <summary>Null where the client left it out.</summary>
    public TextDocumentIdentifier? TextDocument { get; init; }

    public string? Program { get; init; }

    /// <summary>Null for the set-up that the declarations imply.</summary>
    public string? Scenario { get; init; }

    public int Run { get; init; }

    /// <summary><c>text</c>, <c>mermaid</c> or <c>svg</c>.</summary>
    public string? Format { get; init; }
}

public sealed record RunTextResult(string Content);
