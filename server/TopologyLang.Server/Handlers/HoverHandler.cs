using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Analysis.Hover;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Publishing;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// What the thing under the pointer is and what came of it. It waits for the analysis; edits do not wait for it.
/// </summary>
public sealed class HoverHandler(Workspace workspace) : HoverHandlerBase
{
    /// <summary>As long as a person looks at a pointer that shows nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public override Task<Hover?> Handle(HoverParams request, CancellationToken cancellationToken) =>
        request is { TextDocument.Uri: { } uri, Position: { } position }
            ? Answer.OrErrorAsync("The hover", () => HoverAsync(uri, position, cancellationToken))
            : Task.FromResult<Hover?>(null);

    protected override HoverRegistrationOptions CreateRegistrationOptions(
        HoverCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector };

    private async Task<Hover?> HoverAsync(DocumentUri uri, Position position, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(Patience);
        try
        {
            var result = await workspace.NewestAnalysisAsync(uri, waiting.Token).ConfigureAwait(false);
            return result?.Analysis is { } analysis ? HoverOf(analysis, position) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Hover { Contents = Markdown("This file is still being simulated.") };
        }
    }

    private static Hover? HoverOf(FileAnalysis analysis, Position position)
    {
        var text = analysis.Tree.Text;
        var hover = Hovers.At(
            analysis,
            analysis.Path,
            text.OffsetOf(new LinePosition(position.Line, position.Character))
        );
        return hover is null
            ? null
            : new Hover
            {
                Contents = Markdown(hover.Markdown),
                Range = DiagnosticTranslation.RangeOf(text, hover.Span),
            };
    }

    private static MarkedStringsOrMarkupContent Markdown(string text) =>
        new(new MarkupContent { Kind = MarkupKind.Markdown, Value = text });
}
