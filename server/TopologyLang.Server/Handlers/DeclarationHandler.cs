using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;

namespace TopologyLang.Server.Handlers;

/// <summary>As the definition: a thing of this language is declared where it is defined.</summary>
public sealed class DeclarationHandler(Workspace workspace) : DeclarationHandlerBase
{
    public override async Task<LocationOrLocationLinks> Handle(DeclarationParams request, CancellationToken cancellationToken) =>
        await workspace.AskAsync("The declaration", request.TextDocument, cancellationToken, document =>
        {
            var (binding, offset) = (document.Binding.Value, Positions.OffsetOf(document, request.Position));
            return Targets.Of(binding, Targets.Declared(binding, document.Path, offset));
        }).ConfigureAwait(false) ?? new LocationOrLocationLinks();

    protected override DeclarationRegistrationOptions CreateRegistrationOptions(
        DeclarationCapability capability, ClientCapabilities clientCapabilities) => new() { DocumentSelector = ServedDocuments.Selector };
}
