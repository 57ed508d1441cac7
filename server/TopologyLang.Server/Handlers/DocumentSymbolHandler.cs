using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>The outline of a file; flat for a client that knows no trees.</summary>
public sealed class DocumentSymbolHandler(Workspace workspace) : DocumentSymbolHandlerBase
{
    public override async Task<SymbolInformationOrDocumentSymbolContainer> Handle(
        DocumentSymbolParams request,
        CancellationToken cancellationToken
    )
    {
        var asTree = workspace.State.Client.SymbolTree;
        return await workspace
                .AskAsync(
                    "The outline",
                    request.TextDocument,
                    cancellationToken,
                    document =>
                    {
                        var items = OutlineItem.Of(document.Tree.Tree);
                        return new SymbolInformationOrDocumentSymbolContainer(
                            asTree
                                ? items.Select(item => new SymbolInformationOrDocumentSymbol(
                                    Symbols.TreeOf(document.Tree.Text, item)
                                ))
                                : items.Select(item => new SymbolInformationOrDocumentSymbol(
                                    Symbols.FlatOf(document.Uri, document.Tree.Text, item)
                                ))
                        );
                    }
                )
                .ConfigureAwait(false)
            ?? new SymbolInformationOrDocumentSymbolContainer();
    }

    protected override DocumentSymbolRegistrationOptions CreateRegistrationOptions(
        DocumentSymbolCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
