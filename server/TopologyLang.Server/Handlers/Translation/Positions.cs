using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Publishing;
using Range = OmniSharp.Extensions.LanguageServer.Protocol.Models.Range;

namespace TopologyLang.Server.Handlers.Translation;

/// <summary>Between the protocol's positions and the offsets of a text.</summary>
public static class Positions
{
    public static int OffsetOf(OpenDocument document, Position position) =>
        document.Tree.Text.OffsetOf(new LinePosition(position.Line, position.Character));

    public static TextSpan SpanOf(OpenDocument document, Range range) =>
        TextSpan.FromBounds(
            OffsetOf(document, range.Start),
            Math.Max(OffsetOf(document, range.Start), OffsetOf(document, range.End))
        );

    public static Range RangeOf(OpenDocument document, TextSpan span) =>
        DiagnosticTranslation.RangeOf(document.Tree.Text, span);

    public static Range RangeOf(Binding binding, FileSpan place) =>
        DiagnosticTranslation.RangeOf(binding.TextOf(place.Path), place.Span);

    public static Location LocationOf(Binding binding, FileSpan place) =>
        new() { Uri = DocumentPaths.ToUri(place.Path), Range = RangeOf(binding, place) };

    public static TextEdit EditOf(SourceText text, TextChange change) =>
        new() { Range = DiagnosticTranslation.RangeOf(text, change.Span), NewText = change.NewText };

    public static TextEditContainer EditsOf(OpenDocument document, IEnumerable<TextChange> changes) =>
        new(changes.Select(change => EditOf(document.Tree.Text, change)));

    public static StringOrMarkupContent? Markdown(string? text) =>
        text is null ? null : new StringOrMarkupContent(new MarkupContent { Kind = MarkupKind.Markdown, Value = text });
}
