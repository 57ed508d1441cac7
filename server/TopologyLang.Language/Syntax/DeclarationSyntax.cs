using System.Collections.Immutable;

namespace TopologyLang.Language.Syntax;

/// <summary><c>on X</c>, <c>behind X</c>, <c>in X</c> or <c>using A, B</c>.</summary>
public sealed record ClauseSyntax(SyntaxToken Keyword, ImmutableArray<SyntaxToken> Names);

/// <summary>
/// One declaration with the comments and blank lines before it. It never changes, and its spans count from its own
/// start, so that it survives edits elsewhere in the file.
/// </summary>
public sealed class DeclarationSyntax
{
    private ImmutableArray<TriviaSyntax> trivia;
    private object? derived;

    /// <summary>All of its text; the texts of a file's declarations, one after the other, are the file.</summary>
    public required string Text { get; init; }

    /// <summary>From the keyword to the closing brace or the end of the line, without what surrounds it.</summary>
    public required TextSpan Span { get; init; }

    /// <summary>
    /// As written; it need not be a known one. Empty where the declaration does not start with a word.
    /// </summary>
    public required SyntaxToken Keyword { get; init; }

    /// <summary>The keyword, or the known one that it was probably meant to be.</summary>
    public required string IntendedKeyword { get; init; }

    public SyntaxToken? Name { get; init; }

    /// <summary>
    /// What stands after the colon: a template's name or, in a <c>template</c>, the kind that it is for.
    /// </summary>
    public SyntaxToken? Template { get; init; }

    public ImmutableArray<ClauseSyntax> Clauses { get; init; } = [];

    /// <summary>The path of an <c>import</c>, without the quotes; its span includes them.</summary>
    public SyntaxToken? ImportPath { get; init; }

    /// <summary>The text of the <c>///</c> lines directly before it; null where there are none.</summary>
    public string? DocComment { get; init; }

    public SyntaxToken? OpenBrace { get; init; }

    public SyntaxToken? CloseBrace { get; init; }

    public ImmutableArray<MemberSyntax> Members { get; init; } = [];

    /// <summary>Spans are relative to the start of this declaration.</summary>
    public ImmutableArray<SyntaxError> Errors { get; init; } = [];

    /// <summary>Everything before the body was understood.</summary>
    public bool HeadIsComplete { get; init; }

    /// <summary>It has a comment that nothing in the rest of the file closes.</summary>
    internal bool HasOpenComment { get; init; }

    /// <summary>
    /// What the binding found out from this text alone, made when it is first asked for; every thread gets the same. A
    /// field and no weak table, each entry of which every garbage collection looks at: a large file has a hundred
    /// thousand.
    /// </summary>
    internal T Derived<T>(Func<DeclarationSyntax, T> make)
        where T : class => (T)(derived ?? Interlocked.CompareExchange(ref derived, make(this), null) ?? derived);

    /// <summary>Every comment and blank line in it, in order.</summary>
    public ImmutableArray<TriviaSyntax> Trivia => trivia.IsDefault ? trivia = TriviaScanner.Scan(Text) : trivia;

    public ClauseSyntax? Clause(string keyword)
    {
        foreach (var clause in Clauses)
        {
            if (clause.Keyword.Text == keyword)
            {
                return clause;
            }
        }

        return null;
    }

    public override string ToString() => Text;
}

/// <param name="Start">Where in the file the declaration's text starts, including the comments before it.</param>
public readonly record struct PlacedDeclaration(int Start, DeclarationSyntax Syntax)
{
    public int End => Start + Syntax.Text.Length;

    /// <summary>The declaration without what surrounds it, in the file's own offsets.</summary>
    public TextSpan Span => Syntax.Span.Shift(Start);
}
