using System.Collections.Immutable;

namespace TopologyLang.Language.Syntax;

/// <summary>What a declaration's parser has understood so far.</summary>
internal sealed class DeclarationParts(SyntaxToken keyword, string intended, int start)
{
    public SyntaxToken Keyword { get; } = keyword;
    public string Intended { get; } = intended;
    public int Start { get; } = start;
    public SyntaxToken? Name { get; set; }
    public SyntaxToken? Template { get; set; }
    public ImmutableArray<ClauseSyntax>.Builder Clauses { get; } = ImmutableArray.CreateBuilder<ClauseSyntax>();
    public SyntaxToken? ImportPath { get; set; }
    public SyntaxToken? OpenBrace { get; set; }
    public SyntaxToken? CloseBrace { get; set; }
    public ImmutableArray<MemberSyntax> Members { get; set; } = [];
    public bool HeadIsComplete { get; set; }
}
