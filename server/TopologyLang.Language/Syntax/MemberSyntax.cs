using System.Collections.Immutable;
using TopologyLang.Language.Statements;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// One thing between the braces of a declaration. Spans are relative to the start of the declaration.
/// </summary>
public abstract record MemberSyntax(TextSpan Span);

public sealed record PropertySyntax(SyntaxToken Name, ValueSyntax Value, TextSpan Span) : MemberSyntax(Span);

/// <summary>A word of a statement with the element of its form that it fills.</summary>
public readonly record struct StatementPart(StatementElement Element, SyntaxToken Token);

/// <summary>A line of a program or a scenario, or what an <c>expect</c> says.</summary>
public sealed record StatementSyntax(StatementForm Form, ImmutableArray<StatementPart> Parts, TextSpan Span)
    : MemberSyntax(Span)
{
    /// <summary>The word that fills the operand; null where the statement has none of that kind.</summary>
    public SyntaxToken? Operand(OperandKind kind)
    {
        foreach (var part in Parts)
        {
            if (part.Element.Operand == kind)
            {
                return part.Token;
            }
        }

        return null;
    }

    /// <summary>The statement has this fixed word.</summary>
    public bool Has(string word)
    {
        foreach (var part in Parts)
        {
            if (part.Element.Operand is null && part.Token.Text == word)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Text that could not be understood; its error says why.</summary>
public sealed record BadMemberSyntax(TextSpan Span) : MemberSyntax(Span);
