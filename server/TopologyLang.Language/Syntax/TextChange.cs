namespace TopologyLang.Language.Syntax;

/// <summary>What stood at <paramref name="Span"/> is replaced by <paramref name="NewText"/>.</summary>
public readonly record struct TextChange(TextSpan Span, string NewText);
