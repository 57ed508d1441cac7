using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>The template that the thing at a place takes its values from.</summary>
public sealed class TypeDefinitionHandler(Workspace workspace) : TypeDefinitionHandlerBase
{
    public override Task<LocationOrLocationLinks> Handle(
        TypeDefinitionParams request,
        CancellationToken cancellationToken
    ) => workspace.GoToAsync("The template", request, Targets.Template, cancellationToken);

    protected override TypeDefinitionRegistrationOptions CreateRegistrationOptions(
        TypeDefinitionCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
