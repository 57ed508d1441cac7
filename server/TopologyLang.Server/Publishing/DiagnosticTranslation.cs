using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using Range = OmniSharp.Extensions.LanguageServer.Protocol.Models.Range;

namespace TopologyLang.Server.Publishing;

/// <summary>Findings as the protocol's diagnostics, by the path of the file that they stand in.</summary>
public static class DiagnosticTranslation
{
    public const string Source = "topo";

    /// <summary>What stands there does not count: a client may show it paler.</summary>
    private static readonly ImmutableArray<string> Superfluous =
    [
        BindingCodes.Duplicate,
        BindingCodes.PropertyTwice,
        FindingCode.NeedlessMaintenance.Id,
    ];

    /// <param name="textOf">The text that a file of the analysis had, by its path.</param>
    public static ImmutableDictionary<string, ImmutableArray<Diagnostic>> Of(
        IEnumerable<Finding> findings,
        Func<string, SourceText> textOf
    ) =>
        findings
            .GroupBy(finding => finding.Where.Path, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => InOrder(group, textOf), StringComparer.Ordinal);

    public static Range RangeOf(SourceText text, TextSpan span)
    {
        var start = text.PositionOf(span.Start);
        var end = text.PositionOf(span.End);
        return new Range(start.Line, start.Character, end.Line, end.Character);
    }

    private static ImmutableArray<Diagnostic> InOrder(IEnumerable<Finding> findings, Func<string, SourceText> textOf) =>
        [
            .. findings
                .OrderBy(finding => finding.Where.Span.Start)
                .Select(finding => new Diagnostic
                {
                    Range = RangeOf(textOf(finding.Where.Path), finding.Where.Span),
                    Severity = SeverityOf(finding.Severity),
                    Code = new DiagnosticCode(finding.Code.Id),
                    CodeDescription = FindingDocuments.Of(finding.Code.Id) is { } page
                        ? new CodeDescription { Href = page }
                        : null,
                    Source = Source,
                    Tags = Superfluous.Contains(finding.Code.Id)
                        ? new Container<DiagnosticTag>(DiagnosticTag.Unnecessary)
                        : null,
                    Data = finding.Replacement is { } replacement
                        ? new JObject { ["replacement"] = replacement }
                        : null,
                    Message = finding.Message,
                    RelatedInformation = finding.Related.IsEmpty
                        ? null
                        : new Container<DiagnosticRelatedInformation>(
                            finding.Related.Select(place => Related(place, textOf))
                        ),
                }),
        ];

    private static DiagnosticRelatedInformation Related(RelatedPlace place, Func<string, SourceText> textOf) =>
        new() { Location = LocationOf(place.Where, textOf(place.Where.Path)), Message = place.Message };

    private static Location LocationOf(FileSpan where, SourceText text) =>
        new() { Uri = DocumentPaths.ToUri(where.Path), Range = RangeOf(text, where.Span) };

    private static DiagnosticSeverity SeverityOf(Severity severity) =>
        severity switch
        {
            Severity.Error => DiagnosticSeverity.Error,
            Severity.Warning => DiagnosticSeverity.Warning,
            Severity.Information => DiagnosticSeverity.Information,
            _ => DiagnosticSeverity.Hint,
        };
}
