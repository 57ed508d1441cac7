using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>The files that imports lead to.</summary>
public sealed class DocumentLinkHandler(Workspace workspace) : DocumentLinkHandlerBase
{
    public override async Task<DocumentLinkContainer> Handle(
        DocumentLinkParams request,
        CancellationToken cancellationToken
    ) =>
        await workspace
            .AskAsync(
                "The links",
                request.TextDocument,
                cancellationToken,
                document => new DocumentLinkContainer(
                    from declaration in document.Tree.Tree.Declarations
                    where declaration.Syntax.ImportPath is not null
                    where document.Binding.Value.Imports.ContainsKey((document.Path, declaration.Start))
                    let target = document.Binding.Value.Imports[(document.Path, declaration.Start)]
                    select new DocumentLink
                    {
                        Range = Positions.RangeOf(
                            document,
                            declaration.Syntax.ImportPath!.Value.Span.Shift(declaration.Start)
                        ),
                        Target = DocumentPaths.ToUri(target),
                        Tooltip = target,
                    }
                )
            )
            .ConfigureAwait(false)
        ?? new DocumentLinkContainer();

    /// <summary>Links are whole from the start.</summary>
    public override Task<DocumentLink> Handle(DocumentLink request, CancellationToken cancellationToken) =>
        Task.FromResult(request);

    protected override DocumentLinkRegistrationOptions CreateRegistrationOptions(
        DocumentLinkCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector, ResolveProvider = false };
}
