using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Analysis.Editing;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// What is in force without being written. None while the file is still being simulated: the client is told when to ask
/// again.
/// </summary>
public sealed class InlayHintHandler(Workspace workspace)
    : IJsonRpcRequestHandler<InlayHintParams, Container<InlayHint>?>
{
    public Task<Container<InlayHint>?> Handle(InlayHintParams request, CancellationToken cancellationToken)
    {
        var document = workspace.Open(request.TextDocument);
        return workspace.AskSimulatedAsync(
            "The hints",
            request.TextDocument,
            cancellationToken,
            analysis =>
            {
                var range = request.Range is { } asked
                    ? Positions.SpanOf(document!, asked)
                    : new TextSpan(0, analysis.Tree.Text.Length);
                return new Container<InlayHint>(
                    Hints.In(analysis, range).Select(hint => Of(analysis.Tree.Text.PositionOf(hint.Offset), hint))
                );
            }
        );
    }

    private static InlayHint Of(LinePosition at, Hint hint) =>
        new(
            new Position(at.Line, at.Character),
            hint.Text,
            hint.Why is null ? null : new MarkupContent { Kind = MarkupKind.Markdown, Value = hint.Why },
            PaddingLeft: true
        );
}
