using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Queries;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;
using Range = OmniSharp.Extensions.LanguageServer.Protocol.Models.Range;

namespace TopologyLang.Server.Handlers;

#pragma warning disable CA1068 // The answer is the longest argument and reads best at the end.
/// <summary>
/// What reaches a domain or a guest, and what a device or a program reaches: the protocol's callers and callees.
/// </summary>
public sealed class CallHierarchyHandler(Workspace workspace) : CallHierarchyHandlerBase
{
    public override Task<Container<CallHierarchyItem>?> Handle(
        CallHierarchyPrepareParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "What reaches this",
            request.TextDocument,
            cancellationToken,
            document =>
                NameQuery.At(document.Binding.Value, document.Path, Positions.OffsetOf(document, request.Position))
                    is { Buffer: null } named
                    ? new Container<CallHierarchyItem>(ItemOf(document, named.Symbol))
                    : null
        );

    public override Task<Container<CallHierarchyIncomingCall>?> Handle(
        CallHierarchyIncomingCallsParams request,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            request.Item,
            Reach.To,
            cancellationToken,
            (document, step) =>
                new CallHierarchyIncomingCall
                {
                    From = ItemOf(document, step.From),
                    FromRanges = Ranges(document, step),
                }
        );

    public override Task<Container<CallHierarchyOutgoingCall>?> Handle(
        CallHierarchyOutgoingCallsParams request,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            request.Item,
            Reach.From,
            cancellationToken,
            (document, step) =>
                new CallHierarchyOutgoingCall { To = ItemOf(document, step.To), FromRanges = Ranges(document, step) }
        );

    protected override CallHierarchyRegistrationOptions CreateRegistrationOptions(
        CallHierarchyCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };

    /// <summary>
    /// An item is found again by its kind and name, in the topology of the file where it was asked for first.
    /// </summary>
    private Task<Container<T>?> AskAsync<T>(
        CallHierarchyItem item,
        Func<Binding, Symbol, ImmutableArray<ReachStep>> steps,
        CancellationToken cancellation,
        Func<OpenDocument, ReachStep, T> answer
    )
    {
        var (uri, kind) = ((string?)item.Data?["uri"], DeclarationKinds.Of((string?)item.Data?["kind"] ?? ""));
        var identifier = uri is null ? null : new TextDocumentIdentifier { Uri = DocumentUri.From(uri) };
        return workspace.AskAsync(
            "What reaches this",
            identifier,
            cancellation,
            document =>
                kind is { } known && document.Binding.Value.Find(known, item.Name) is { } symbol
                    ? new Container<T>(steps(document.Binding.Value, symbol).Select(step => answer(document, step)))
                    : null
        );
    }

    private static CallHierarchyItem ItemOf(OpenDocument document, Symbol symbol)
    {
        var binding = document.Binding.Value;
        return new CallHierarchyItem
        {
            Name = symbol.Name,
            Detail = symbol.Kind.Keyword(),
            Kind = Symbols.KindOf(Enum.Parse<OutlineKind>(symbol.Kind.ToString())),
            Uri = DocumentPaths.ToUri(symbol.Path),
            Range = Positions.RangeOf(binding, symbol.DeclarationSpan),
            SelectionRange = Positions.RangeOf(binding, symbol.NameSpan),
            Data = new JObject { ["uri"] = document.Uri.ToString(), ["kind"] = symbol.Kind.Keyword() },
        };
    }

    /// <summary>
    /// The protocol takes only places of the file that the step starts in; where it is written elsewhere, the name must
    /// do.
    /// </summary>
    private static Container<Range> Ranges(OpenDocument document, ReachStep step)
    {
        var binding = document.Binding.Value;
        var there = step.Places.Where(place => place.Path == step.From.Path).ToList();
        return new Container<Range>(
            (there.Count > 0 ? there : [step.From.NameSpan]).Select(place => Positions.RangeOf(binding, place))
        );
    }
}
