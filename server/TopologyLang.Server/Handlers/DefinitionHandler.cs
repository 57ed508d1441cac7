using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;

namespace TopologyLang.Server.Handlers;

/// <summary>Where the thing at a place is declared; of an import the file.</summary>
public sealed class DefinitionHandler(Workspace workspace) : DefinitionHandlerBase
{
    public override async Task<LocationOrLocationLinks> Handle(DefinitionParams request, CancellationToken cancellationToken) =>
        await workspace.AskAsync("The definition", request.TextDocument, cancellationToken, document =>
        {
            var (binding, offset) = (document.Binding.Value, Positions.OffsetOf(document, request.Position));
            return Targets.Of(binding, Targets.Declared(binding, document.Path, offset));
        }).ConfigureAwait(false) ?? new LocationOrLocationLinks();

    protected override DefinitionRegistrationOptions CreateRegistrationOptions(
        DefinitionCapability capability, ClientCapabilities clientCapabilities) => new() { DocumentSelector = ServedDocuments.Selector };
}
