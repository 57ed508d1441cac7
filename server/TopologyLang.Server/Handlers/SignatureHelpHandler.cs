using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// The forms that a half-typed statement may still become, with the part that comes next; of a property what it takes.
/// </summary>
public sealed class SignatureHelpHandler(Workspace workspace) : SignatureHelpHandlerBase
{
    public override Task<SignatureHelp?> Handle(SignatureHelpParams request, CancellationToken cancellationToken) =>
        workspace.AskAsync(
            "The signature",
            request.TextDocument,
            cancellationToken,
            document =>
                SignatureQuery.At(document.Tree.Tree, Positions.OffsetOf(document, request.Position)) is { } found
                    ? HelpOf(found)
                    : null
        );

    protected override SignatureHelpRegistrationOptions CreateRegistrationOptions(
        SignatureHelpCapability capability,
        ClientCapabilities clientCapabilities
    ) =>
        new()
        {
            DocumentSelector = ServedDocuments.Selector,
            TriggerCharacters = new Container<string>(" ", "="),
            RetriggerCharacters = new Container<string>(" "),
        };

    private static SignatureHelp HelpOf(SignatureList found) =>
        new()
        {
            ActiveSignature = 0,
            ActiveParameter = found.Active,
            Signatures = new Container<SignatureInformation>(
                found.Signatures.Select(signature => new SignatureInformation
                {
                    Label = signature.Label,
                    Documentation = Positions.Markdown(signature.Doc),
                    Parameters = new Container<ParameterInformation>(
                        signature.Parts.Select(part => new ParameterInformation
                        {
                            Label = new ParameterInformationLabel((part.Start, part.End)),
                        })
                    ),
                })
            ),
        };
}
