using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>Which word a renaming would change, or why none can be.</summary>
public sealed class PrepareRenameHandler(Workspace workspace) : PrepareRenameHandlerBase
{
    public override Task<RangeOrPlaceholderRange?> Handle(
        PrepareRenameParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "The renaming",
            request.TextDocument,
            cancellationToken,
            document =>
            {
                var (binding, offset) = (document.Binding.Value, Positions.OffsetOf(document, request.Position));
                var named = NameQuery.At(binding, document.Path, offset);
                Refusals.ThrowIf(Renaming.Refusal(named));
                var range = Positions.RangeOf(binding, NameQuery.WordAt(binding, document.Path, offset)!.Value);
                return new RangeOrPlaceholderRange(new PlaceholderRange { Range = range, Placeholder = named!.Name });
            }
        );

    protected override RenameRegistrationOptions CreateRegistrationOptions(
        RenameCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector, PrepareProvider = true };
}
