using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Errors;

/// <summary>As a <see cref="BindingError"/>, with spans that count from the start of the declaration.</summary>
internal sealed record LocalError(string Code, TextSpan Span, string Message, string? Suggestion = null)
{
    public BindingSeverity Severity { get; init; } = BindingSeverity.Error;
    public TextSpan? Related { get; init; }
    public string RelatedText { get; init; } = "";
}
