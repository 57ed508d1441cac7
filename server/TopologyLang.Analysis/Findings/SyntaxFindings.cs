using System.Collections.Immutable;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Findings;

/// <summary>The findings that need no simulation: cheap enough to be shown at every keystroke.</summary>
public static class SyntaxFindings
{
    public static ImmutableArray<Finding> Of(string path, SyntaxTree tree) =>
        [
            .. tree.Errors.Select(error => new Finding
            {
                Code = Code(error.Code, Severity.Error),
                Severity = Severity.Error,
                Where = new FileSpan(path, error.Span),
                Message = error.Message,
                Replacement = error.Suggestion,
            }),
        ];

    internal static Finding Of(BindingError error)
    {
        var severity = error.Severity switch
        {
            BindingSeverity.Error => Severity.Error,
            BindingSeverity.Warning => Severity.Warning,
            _ => Severity.Information,
        };
        return new Finding
        {
            Code = Code(error.Code, severity),
            Severity = severity,
            Where = error.Where,
            Message = error.Message,
            Replacement = error.Suggestion,
            Related = [.. error.Related.Select(related => new RelatedPlace(related.Where, related.Text))],
        };
    }

    private static FindingCode Code(string id, Severity severity) =>
        new(id, severity, FindingPages.Find(id)?.Title ?? id);
}
