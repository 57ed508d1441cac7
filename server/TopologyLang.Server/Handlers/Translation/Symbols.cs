using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Publishing;

namespace TopologyLang.Server.Handlers.Translation;

/// <summary>Parts of an outline as the protocol's symbols.</summary>
public static class Symbols
{
    public static DocumentSymbol TreeOf(SourceText text, OutlineItem item) =>
        new()
        {
            Name = item.Name,
            Detail = item.Detail,
            Kind = KindOf(item.Kind),
            Range = DiagnosticTranslation.RangeOf(text, item.Span),
            SelectionRange = DiagnosticTranslation.RangeOf(text, item.NameSpan),
            Children = new Container<DocumentSymbol>(item.Children.Select(child => TreeOf(text, child))),
        };

    public static SymbolInformation FlatOf(DocumentUri uri, SourceText text, OutlineItem item) =>
        new()
        {
            Name = item.Name,
            Kind = KindOf(item.Kind),
            ContainerName = item.Detail,
            Location = new Location { Uri = uri, Range = DiagnosticTranslation.RangeOf(text, item.NameSpan) },
        };

    /// <summary>
    /// The protocol has no hosts and devices; these of its kinds have pictures that can be told apart.
    /// </summary>
    public static SymbolKind KindOf(OutlineKind kind) =>
        kind switch
        {
            OutlineKind.Import => SymbolKind.File,
            OutlineKind.Host => SymbolKind.Namespace,
            OutlineKind.Iommu => SymbolKind.Interface,
            OutlineKind.Device => SymbolKind.Object,
            OutlineKind.Domain => SymbolKind.Package,
            OutlineKind.Guest => SymbolKind.Class,
            OutlineKind.Program => SymbolKind.Function,
            OutlineKind.Scenario => SymbolKind.Event,
            OutlineKind.Template => SymbolKind.Struct,
            OutlineKind.Expect => SymbolKind.Boolean,
            OutlineKind.Buffer => SymbolKind.Variable,
            OutlineKind.Operation => SymbolKind.Method,
            _ => SymbolKind.Property,
        };
}
