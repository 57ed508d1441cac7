using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Where a thing is spoken of: in this file, in what it imports and in the workspace's files that import it.
/// </summary>
public sealed class ReferencesHandler(Workspace workspace, Topologies topologies) : ReferencesHandlerBase
{
    public override async Task<LocationContainer> Handle(ReferenceParams request, CancellationToken cancellationToken)
    {
        return await workspace
                .AskAsync(
                    "The references",
                    request.TextDocument,
                    cancellationToken,
                    (state, document) =>
                    {
                        var offset = Positions.OffsetOf(document, request.Position);
                        return NameQuery.At(document.Binding.Value, document.Path, offset) is not { } named
                            ? null
                            : new LocationContainer(
                                from topology in topologies.With(state, document, named, cancellationToken)
                                from place in NameQuery.Places(topology.Binding, topology.Named)
                                where !place.IsDeclaration || request.Context.IncludeDeclaration
                                group topology.Binding by place.Where into same
                                select Positions.LocationOf(same.First(), same.Key)
                            );
                    }
                )
                .ConfigureAwait(false)
            ?? new LocationContainer();
    }

    protected override ReferenceRegistrationOptions CreateRegistrationOptions(
        ReferenceCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };
}
