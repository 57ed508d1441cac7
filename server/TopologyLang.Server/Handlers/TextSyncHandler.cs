using MediatR;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Protocol.Server.Capabilities;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Opening, editing and closing, one message after the other.
/// </summary>
public sealed class TextSyncHandler(Workspace workspace) : TextDocumentSyncHandlerBase
{
    /// <summary>Whatever a client sends to this server it means to be in the one language that it serves.</summary>
    public override TextDocumentAttributes GetTextDocumentAttributes(DocumentUri uri) =>
        new(uri, ServedDocuments.Language);

    public override async Task<Unit> Handle(DidOpenTextDocumentParams request, CancellationToken cancellationToken)
    {
        var document = request.TextDocument;
        var tree = DocumentTree.Of(SourceText.From(document.Text));
        await workspace.ChangeAsync(state => state.With(document.Uri, document.Version, tree)).ConfigureAwait(false);
        return Unit.Value;
    }

    public override async Task<Unit> Handle(DidChangeTextDocumentParams request, CancellationToken cancellationToken)
    {
        var document = request.TextDocument;
        await workspace
            .ChangeAsync(state =>
                state.Documents.TryGetValue(document.Uri, out var open)
                    ? state.With(document.Uri, document.Version, request.ContentChanges.Aggregate(open.Tree, Apply))
                    : state
            )
            .ConfigureAwait(false);
        return Unit.Value;
    }

    /// <summary>
    /// Nothing to do: what is in the editor counts, saved or not; files that import it see it already.
    /// </summary>
    public override Task<Unit> Handle(DidSaveTextDocumentParams request, CancellationToken cancellationToken) =>
        Unit.Task;

    public override async Task<Unit> Handle(DidCloseTextDocumentParams request, CancellationToken cancellationToken)
    {
        await workspace.ChangeAsync(state => state.Without(request.TextDocument.Uri)).ConfigureAwait(false);
        return Unit.Value;
    }

    protected override TextDocumentSyncRegistrationOptions CreateRegistrationOptions(
        SynchronizationCapability capability,
        ClientCapabilities clientCapabilities
    ) =>
        new()
        {
            DocumentSelector = ServedDocuments.Selector,
            Change = TextDocumentSyncKind.Incremental,
            Save = new SaveOptions { IncludeText = false },
        };

    private static DocumentTree Apply(DocumentTree tree, TextDocumentContentChangeEvent change)
    {
        if (change.Range is not { } range)
        {
            return DocumentTree.Of(SourceText.From(change.Text));
        }

        var start = tree.Text.OffsetOf(new LinePosition(range.Start.Line, range.Start.Character));
        var end = tree.Text.OffsetOf(new LinePosition(range.End.Line, range.End.Character));
        return tree.With(new TextChange(TextSpan.FromBounds(Math.Min(start, end), Math.Max(start, end)), change.Text));
    }
}
