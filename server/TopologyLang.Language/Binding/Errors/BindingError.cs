using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Errors;

public enum BindingSeverity
{
    Error,
    Warning,
    Information,
}

/// <param name="Code">One of <see cref="BindingCodes"/>.</param>
/// <param name="Message">What is wrong, what was expected and what to do, in plain words.</param>
public sealed record BindingError(string Code, BindingSeverity Severity, FileSpan Where, string Message)
{
    /// <summary>The text to put in place of <see cref="Where"/>; null where none is sure enough.</summary>
    public string? Suggestion { get; init; }

    public ImmutableArray<RelatedSpan> Related { get; init; } = [];
}
