namespace TopologyLang.Language.Syntax;

/// <param name="Code">One of <see cref="SyntaxCodes"/>.</param>
/// <param name="Message">What was expected, what was found and what to do, in plain words.</param>
/// <param name="Suggestion">The text to put in place of <paramref name="Span"/>; null where none is sure
/// enough.</param>
public sealed record SyntaxError(string Code, TextSpan Span, string Message, string? Suggestion = null);
