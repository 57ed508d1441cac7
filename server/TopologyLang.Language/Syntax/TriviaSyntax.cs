namespace TopologyLang.Language.Syntax;

public enum TriviaKind
{
    LineComment,
    DocComment,
    BlockComment,
    BlankLine,
}

/// <summary>
/// Text without meaning that a formatter must keep. The span is relative to the declaration that it stands in.
/// </summary>
public readonly record struct TriviaSyntax(TriviaKind Kind, TextSpan Span);
