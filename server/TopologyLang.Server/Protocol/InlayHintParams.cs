using MediatR;
using Newtonsoft.Json;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using Range = OmniSharp.Extensions.LanguageServer.Protocol.Models.Range;

namespace TopologyLang.Server.Protocol;

/// <summary>LSP 3.17's request <c>textDocument/inlayHint</c>, which the library does not have.</summary>
[Parallel]
[Method(Name, Direction.ClientToServer)]
public sealed record InlayHintParams : IRequest<Container<InlayHint>?>
{
    public const string Name = "textDocument/inlayHint";

    /// <summary>The key of the server's capabilities that announces it.</summary>
    public const string Capability = "inlayHintProvider";

    /// <summary>The request to the client to ask again.</summary>
    public const string Refresh = "workspace/inlayHint/refresh";

    public TextDocumentIdentifier? TextDocument { get; init; }

    public Range? Range { get; init; }
}

/// <summary>Words that the client shows in the text.</summary>
public sealed record InlayHint(
    Position Position,
    string Label,
    [property: JsonProperty(NullValueHandling = NullValueHandling.Ignore)] MarkupContent? Tooltip,
    bool PaddingLeft
);
