using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>Where the thing at a place is declared; of an import the file.</summary>
public sealed class DefinitionHandler(Workspace workspace) : DefinitionHandlerBase
{
    public override Task<LocationOrLocationLinks> Handle(
        DefinitionParams request,
        CancellationToken cancellationToken
    ) => workspace.GoToAsync("The definition", request, Targets.Declared, cancellationToken);

    protected override DefinitionRegistrationOptions CreateRegistrationOptions(
        DefinitionCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
