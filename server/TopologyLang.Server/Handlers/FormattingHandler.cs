using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Publishing;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Lays a file out in the one way; the client's indentation options do not count. Serial: the edits that it answers are for the
/// text as it is, and no further edit may come in before they are made.
/// </summary>
[Serial]
public sealed class FormattingHandler(Workspace workspace) : DocumentFormattingHandlerBase
{
    public override Task<TextEditContainer?> Handle(DocumentFormattingParams request, CancellationToken cancellationToken) =>
        Answer.OrErrorAsync("Formatting the file", () =>
        {
            var tree = request.TextDocument?.Uri is { } uri ? workspace.State.Documents.GetValueOrDefault(uri)?.Tree.Tree : null;
            return Task.FromResult(tree is null ? null : new TextEditContainer(EditsOf(tree.Text, Formatter.Format(tree))));
        });

    protected override DocumentFormattingRegistrationOptions CreateRegistrationOptions(
        DocumentFormattingCapability capability, ClientCapabilities clientCapabilities) =>
        new() { DocumentSelector = ServedDocuments.Selector };

    private static IEnumerable<TextEdit> EditsOf(SourceText text, string formatted) => formatted == text.Content
        ? []
        : [new TextEdit { Range = DiagnosticTranslation.RangeOf(text, new TextSpan(0, text.Length)), NewText = formatted }];
}
