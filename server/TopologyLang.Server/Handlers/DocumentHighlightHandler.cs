using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// The places of this file that speak of the same thing; where it is declared, and where a buffer is written, as
/// writes.
/// </summary>
public sealed class DocumentHighlightHandler(Workspace workspace) : DocumentHighlightHandlerBase
{
    public override Task<DocumentHighlightContainer?> Handle(
        DocumentHighlightParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "The highlighting",
            request.TextDocument,
            cancellationToken,
            document =>
            {
                var named = NameQuery.At(
                    document.Binding.Value,
                    document.Path,
                    Positions.OffsetOf(document, request.Position)
                );
                return named is null
                    ? null
                    : new DocumentHighlightContainer(
                        NameQuery
                            .Places(document.Binding.Value, named)
                            .Where(place => place.Where.Path == document.Path)
                            .Select(place => HighlightOf(document, place))
                    );
            }
        );

    protected override DocumentHighlightRegistrationOptions CreateRegistrationOptions(
        DocumentHighlightCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };

    private static DocumentHighlight HighlightOf(OpenDocument document, NamedPlace place) =>
        new()
        {
            Range = Positions.RangeOf(document, place.Where.Span),
            Kind = place.IsDeclaration || place.IsWrite ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        };
}
