using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>As the definition: a thing of this language is declared where it is defined.</summary>
public sealed class DeclarationHandler(Workspace workspace) : DeclarationHandlerBase
{
    public override Task<LocationOrLocationLinks> Handle(
        DeclarationParams request,
        CancellationToken cancellationToken
    ) => workspace.GoToAsync("The declaration", request, Targets.Declared, cancellationToken);

    protected override DeclarationRegistrationOptions CreateRegistrationOptions(
        DeclarationCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
