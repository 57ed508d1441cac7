using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries.Completion;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;
using TopologyLang.Simulation.Kernel.Answers;

namespace TopologyLang.Server.Handlers;

/// <summary>What may be typed here. The documentation of an entry is made when somebody looks at it.</summary>
public sealed class CompletionHandler(Workspace workspace) : CompletionHandlerBase
{
    public override async Task<CompletionList> Handle(CompletionParams request, CancellationToken cancellationToken) =>
        await workspace
            .AskAsync(
                "The completion",
                request.TextDocument,
                cancellationToken,
                document =>
                {
                    var offset = Positions.OffsetOf(document, request.Position);
                    var proposals = Completions.At(document.Binding.Value, document.Path, offset, KnownErrnos.All);
                    return proposals is null ? null : ListOf(document, proposals);
                }
            )
            .ConfigureAwait(false)
        ?? new CompletionList();

    public override Task<CompletionItem> Handle(CompletionItem request, CancellationToken cancellationToken) =>
        Answer.OrErrorAsync(
            "The documentation",
            () =>
            {
                var topic = new ProposalTopic(
                    (string?)request.Data?["subject"] ?? "",
                    (string?)request.Data?["name"] ?? ""
                );
                var binding = (string?)request.Data?["uri"] is { } uri
                    ? workspace.State.Documents.GetValueOrDefault(DocumentUri.From(uri))?.Binding.Value
                    : null;
                return Task.FromResult(
                    request with
                    {
                        Documentation = Positions.Markdown(ProposalDocs.Of(binding, topic)),
                    }
                );
            }
        );

    protected override CompletionRegistrationOptions CreateRegistrationOptions(
        CompletionCapability capability,
        ClientCapabilities clientCapabilities
    ) =>
        new()
        {
            DocumentSelector = ServedDocuments.Selector,
            ResolveProvider = true,
            TriggerCharacters = new Container<string>("=", " ", "[", ":", ","),
        };

    private CompletionList ListOf(OpenDocument document, ProposalList proposals)
    {
        var range = Positions.RangeOf(document, proposals.Replace);
        return new CompletionList(
            proposals.Items.Select((proposal, place) => ItemOf(document, proposal, place, range)),
            !proposals.IsComplete
        );
    }

    private CompletionItem ItemOf(
        OpenDocument document,
        Proposal proposal,
        int place,
        OmniSharp.Extensions.LanguageServer.Protocol.Models.Range range
    )
    {
        var snippet = workspace.State.Client.Snippets ? proposal.Snippet : null;
        return new CompletionItem
        {
            Label = proposal.Label,
            Kind = KindOf(proposal.Kind),
            Detail = proposal.Detail,

            // The order is that of the schema and of the file: it is the one in which people write.
            SortText = place.ToString("d4", System.Globalization.CultureInfo.InvariantCulture),
            FilterText = proposal.Label,
            InsertTextFormat = snippet is null ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
            TextEdit = new TextEditOrInsertReplaceEdit(
                new TextEdit { Range = range, NewText = snippet ?? proposal.Insert ?? proposal.Label }
            ),
            Data = new JObject
            {
                ["uri"] = document.Uri.ToString(),
                ["subject"] = proposal.Topic.Subject,
                ["name"] = proposal.Topic.Name,
            },
        };
    }

    private static CompletionItemKind KindOf(ProposalKind kind) =>
        kind switch
        {
            ProposalKind.Keyword => CompletionItemKind.Keyword,
            ProposalKind.Property => CompletionItemKind.Property,
            ProposalKind.Name => CompletionItemKind.Variable,
            ProposalKind.Template => CompletionItemKind.Class,
            ProposalKind.Snippet => CompletionItemKind.Snippet,
            _ => CompletionItemKind.EnumMember,
        };
}
