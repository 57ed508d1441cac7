using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>The ever larger things around each cursor.</summary>
public sealed class SelectionRangeHandler(Workspace workspace) : SelectionRangeHandlerBase
{
    public override Task<Container<SelectionRange>?> Handle(
        SelectionRangeParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "The selection",
            request.TextDocument,
            cancellationToken,
            document => new Container<SelectionRange>(request.Positions.Select(position => At(document, position)))
        );

    protected override SelectionRangeRegistrationOptions CreateRegistrationOptions(
        SelectionRangeCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };

    private static SelectionRange At(OpenDocument document, Position position)
    {
        var spans = SelectionQuery.At(document.Tree.Tree, Positions.OffsetOf(document, position));
        SelectionRange? around = null;
        foreach (var span in spans.Reverse())
        {
            around = new SelectionRange { Range = Positions.RangeOf(document, span), Parent = around! };
        }

        return around!;
    }
}
