namespace TopologyLang.Language.Syntax;

/// <summary>A word, number or sign of the text. The span is relative to the start of its declaration.</summary>
public readonly record struct SyntaxToken(string Text, TextSpan Span)
{
    public override string ToString() => Text;
}
