using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;

namespace TopologyLang.Server.Handlers;

/// <summary>The template that the thing at a place takes its values from.</summary>
public sealed class TypeDefinitionHandler(Workspace workspace) : TypeDefinitionHandlerBase
{
    public override async Task<LocationOrLocationLinks> Handle(TypeDefinitionParams request, CancellationToken cancellationToken) =>
        await workspace.AskAsync("The template", request.TextDocument, cancellationToken, document =>
        {
            var (binding, offset) = (document.Binding.Value, Positions.OffsetOf(document, request.Position));
            return Targets.Of(binding, Targets.Template(binding, document.Path, offset));
        }).ConfigureAwait(false) ?? new LocationOrLocationLinks();

    protected override TypeDefinitionRegistrationOptions CreateRegistrationOptions(
        TypeDefinitionCapability capability, ClientCapabilities clientCapabilities) => new() { DocumentSelector = ServedDocuments.Selector };
}
