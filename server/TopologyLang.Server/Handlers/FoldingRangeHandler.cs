using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>Blocks, comments and imports, to be folded away.</summary>
public sealed class FoldingRangeHandler(Workspace workspace) : FoldingRangeHandlerBase
{
    public override Task<Container<FoldingRange>?> Handle(
        FoldingRangeRequestParam request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "The folding",
            request.TextDocument,
            cancellationToken,
            document => new Container<FoldingRange>(
                Folding
                    .Of(document.Tree.Tree)
                    .Select(fold => new FoldingRange
                    {
                        StartLine = fold.StartLine,
                        EndLine = fold.EndLine,
                        Kind = fold.Kind switch
                        {
                            FoldKind.Comment => FoldingRangeKind.Comment,
                            FoldKind.Imports => FoldingRangeKind.Imports,
                            _ => FoldingRangeKind.Region,
                        },
                    })
            )
        );

    protected override FoldingRangeRegistrationOptions CreateRegistrationOptions(
        FoldingRangeCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
