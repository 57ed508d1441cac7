using System.Collections.Immutable;

namespace TopologyLang.Language.Statements;

/// <summary>One place of a statement form: a fixed word (or one of several), or an operand.</summary>
/// <param name="Text">As in the pattern: <c>write</c>, <c>{buffer}</c>, <c>enabled|disabled</c>.</param>
/// <param name="Words">The fixed words that may stand here; empty for an operand.</param>
/// <param name="Operand">Null for fixed words.</param>
/// <param name="Optional">Written in brackets in the pattern.</param>
public sealed record StatementElement(string Text, ImmutableArray<string> Words, OperandKind? Operand, bool Optional)
{
    /// <param name="text">One place of a pattern.</param>
    internal static StatementElement Read(string text)
    {
        var optional = text.StartsWith('[');
        var inner = optional ? text[1..^1] : text;
        return inner.StartsWith('{')
            ? new StatementElement(inner, [], OperandForm.Of(inner[1..^1]).Kind, optional)
            : new StatementElement(inner, [.. inner.Split('|')], null, optional);
    }
}
