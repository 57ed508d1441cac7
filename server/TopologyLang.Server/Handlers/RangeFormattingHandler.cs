using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>Lays a range out: the edits of the whole file's formatting that touch it.</summary>
public sealed class RangeFormattingHandler(Workspace workspace) : DocumentRangeFormattingHandlerBase
{
    public override async Task<TextEditContainer> Handle(
        DocumentRangeFormattingParams request,
        CancellationToken cancellationToken
    ) =>
        await workspace
            .AskAsync(
                "Formatting the selection",
                request.TextDocument,
                cancellationToken,
                document =>
                    Positions.EditsOf(
                        document,
                        FormattingEdits.Of(document.Tree.Tree, Positions.SpanOf(document, request.Range))
                    )
            )
            .ConfigureAwait(false)
        ?? new TextEditContainer();

    protected override DocumentRangeFormattingRegistrationOptions CreateRegistrationOptions(
        DocumentRangeFormattingCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
