using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>After a closing brace the declaration is laid out; after a line break the new line is indented.</summary>
public sealed class OnTypeFormattingHandler(Workspace workspace) : DocumentOnTypeFormattingHandlerBase
{
    public override Task<TextEditContainer?> Handle(
        DocumentOnTypeFormattingParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "Formatting what was typed",
            request.TextDocument,
            cancellationToken,
            document =>
            {
                var (tree, offset) = (document.Tree.Tree, Positions.OffsetOf(document, request.Position));
                return Positions.EditsOf(
                    document,
                    request.Character == "}"
                        ? FormattingEdits.AfterBrace(tree, offset)
                        : FormattingEdits.AfterNewline(tree, offset)
                );
            }
        );

    protected override DocumentOnTypeFormattingRegistrationOptions CreateRegistrationOptions(
        DocumentOnTypeFormattingCapability capability,
        ClientCapabilities clientCapabilities
    ) =>
        new()
        {
            DocumentSelector = ServedDocuments.Selector,
            FirstTriggerCharacter = "}",
            MoreTriggerCharacter = new Container<string>("\n"),
        };
}
