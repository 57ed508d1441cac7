using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Hover;

/// <summary>What is shown for a place of a file.</summary>
/// <param name="Span">The word or statement that it is about.</param>
public sealed record HoverText(string Markdown, TextSpan Span);
