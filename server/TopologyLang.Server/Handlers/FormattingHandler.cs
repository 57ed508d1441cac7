using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Lays a file out in the one way; the client's indentation options do not count. The edits are for the text as it was
/// when the request came: the client drops them where it has changed since.
/// </summary>
public sealed class FormattingHandler(Workspace workspace) : DocumentFormattingHandlerBase
{
    public override Task<TextEditContainer?> Handle(
        DocumentFormattingParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "Formatting the file",
            request.TextDocument,
            cancellationToken,
            document => Positions.EditsOf(document, FormattingEdits.Of(document.Tree.Tree))
        );

    protected override DocumentFormattingRegistrationOptions CreateRegistrationOptions(
        DocumentFormattingCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
