using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Gives a thing another name: in this file, in what it imports and in the workspace's files that import it.
/// </summary>
public sealed class RenameHandler(Workspace workspace, Topologies topologies) : RenameHandlerBase
{
    public override Task<WorkspaceEdit?> Handle(RenameParams request, CancellationToken cancellationToken)
    {
        return workspace.AskAsync(
            "The renaming",
            request.TextDocument,
            cancellationToken,
            (state, document) =>
            {
                var named = NameQuery.At(
                    document.Binding.Value,
                    document.Path,
                    Positions.OffsetOf(document, request.Position)
                );
                Refusals.ThrowIf(Renaming.Refusal(named));
                var known = topologies.With(state, document, named!, cancellationToken).ToList();
                foreach (var (binding, thing) in known)
                {
                    Refusals.ThrowIf(Renaming.Problem(binding, thing, request.NewName));
                }

                return Edits.Of(
                    state,
                    from topology in known
                    from place in NameQuery.Places(topology.Binding, topology.Named)
                    group topology.Binding by place.Where into same
                    select (
                        same.Key.Path,
                        same.First().TextOf(same.Key.Path),
                        new TextChange(same.Key.Span, request.NewName)
                    )
                );
            }
        );
    }

    protected override RenameRegistrationOptions CreateRegistrationOptions(
        RenameCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector, PrepareProvider = true };
}
