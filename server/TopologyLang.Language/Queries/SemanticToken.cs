using System.Collections.Immutable;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries;

/// <summary>
/// What a word is. The first names are the protocol's own (LSP 3.17, SemanticTokenTypes), so that every theme has
/// colours for them.
/// </summary>
public enum TokenKind
{
    Keyword,
    Property,
    EnumMember,
    Number,
    String,
    Variable,
    Function,
    Class,
    Struct,
    Namespace,
    Type,
    Event,
    Parameter,
    Comment,
}

/// <param name="IsDefaultLibrary">The name of a template that ships with the product.</param>
public readonly record struct SemanticToken(
    TextSpan Span,
    TokenKind Kind,
    bool IsDeclaration = false,
    bool IsDefaultLibrary = false
)
{
    /// <summary>In the order of the text, without overlaps. Spans are the file's.</summary>
    /// <param name="range">Only declarations that touch it.</param>
    public static ImmutableArray<SemanticToken> Of(Binding.Binding binding, SyntaxTree tree, TextSpan range)
    {
        var tokens = ImmutableArray.CreateBuilder<SemanticToken>();
        foreach (var declaration in tree.Declarations)
        {
            if (declaration.End >= range.Start && declaration.Start <= range.End)
            {
                Declaration(binding, declaration, tokens);
            }
        }

        return tokens.ToImmutable();
    }

    private static void Declaration(
        Binding.Binding binding,
        PlacedDeclaration declaration,
        ImmutableArray<SemanticToken>.Builder tokens
    )
    {
        List<SemanticToken> found = [];
        var syntax = declaration.Syntax;
        var local = LocalBinder.Bind(syntax);
        var references = new Dictionary<int, DeclarationKind>();
        foreach (var (kind, token, _) in local.References)
        {
            references[token.Span.Start] = kind;
        }

        void Add(TextSpan span, TokenKind kind, bool isDeclaration = false)
        {
            if (references.TryGetValue(span.Start, out var target))
            {
                var text = syntax.Text.Substring(span.Start, span.Length);
                var ships = target == DeclarationKind.Template && binding.Find(target, text)?.Path == Library.Path;
                found.Add(new SemanticToken(span.Shift(declaration.Start), OfName(target), IsDefaultLibrary: ships));
            }
            else if (span.Length > 0)
            {
                found.Add(new SemanticToken(span.Shift(declaration.Start), kind, isDeclaration));
            }
        }

        Head(syntax, local, Add);
        foreach (var member in syntax.Members)
        {
            Member(member, Add);
        }

        tokens.AddRange(found.OrderBy(token => token.Span.Start).DistinctBy(token => token.Span.Start));
    }

    private static void Head(DeclarationSyntax syntax, LocalDeclaration local, Action<TextSpan, TokenKind, bool> add)
    {
        if (syntax.IntendedKeyword != Keywords.Expect && local.Kind is not null)
        {
            add(syntax.Keyword.Span, TokenKind.Keyword, false);
        }

        if (syntax.Name is { } name && local.Kind is { } kind)
        {
            add(name.Span, OfName(kind), true);
        }

        if (syntax.Template is { } template)
        {
            add(template.Span, TokenKind.Keyword, false);
        }

        if (syntax.ImportPath is { } path)
        {
            add(path.Span, TokenKind.String, false);
        }

        foreach (var clause in syntax.Clauses)
        {
            add(clause.Keyword.Span, TokenKind.Keyword, false);
            foreach (var target in clause.Names)
            {
                add(target.Span, TokenKind.Variable, false);
            }
        }
    }

    private static void Member(MemberSyntax member, Action<TextSpan, TokenKind, bool> add)
    {
        switch (member)
        {
            case PropertySyntax property:
                add(property.Name.Span, TokenKind.Property, false);
                Value(property.Value, add);
                break;
            case StatementSyntax statement:
                foreach (var (element, token) in statement.Parts)
                {
                    if (token.Text != "=")
                    {
                        add(token.Span, OfOperand(element.Operand), element.Operand == OperandKind.NewBuffer);
                    }
                }

                break;
        }
    }

    private static void Value(ValueSyntax value, Action<TextSpan, TokenKind, bool> add)
    {
        switch (value)
        {
            case ListValue list:
                foreach (var item in list.Items)
                {
                    Value(item, add);
                }

                break;
            case ViaValue via:
                add(via.Device.Span, TokenKind.Variable, false);
                add(via.Domain.Span, TokenKind.Variable, false);
                break;
            case PcieValue pcie:
                add(new TextSpan(pcie.Span.Start, "pcie".Length), TokenKind.Keyword, false);
                add(pcie.Address.Span, TokenKind.Number, false);
                break;
            case StringValue:
                add(value.Span, TokenKind.String, false);
                break;
            case WordValue:
                add(value.Span, TokenKind.EnumMember, false);
                break;
            default:
                add(value.Span, TokenKind.Number, false);
                break;
        }
    }

    private static TokenKind OfName(DeclarationKind kind) =>
        kind switch
        {
            DeclarationKind.Host => TokenKind.Namespace,
            DeclarationKind.Iommu => TokenKind.Struct,
            DeclarationKind.Domain => TokenKind.Type,
            DeclarationKind.Guest => TokenKind.Class,
            DeclarationKind.Program => TokenKind.Function,
            DeclarationKind.Scenario => TokenKind.Event,
            DeclarationKind.Template => TokenKind.Type,
            _ => TokenKind.Variable,
        };

    private static TokenKind OfOperand(OperandKind? operand) =>
        operand switch
        {
            null => TokenKind.Keyword,
            OperandKind.Buffer or OperandKind.NewBuffer => TokenKind.Parameter,
            OperandKind.Program => TokenKind.Function,
            { } other => OperandForm.Of(other).Lexeme switch
            {
                OperandLexeme.Name => TokenKind.Variable,
                OperandLexeme.Number or OperandLexeme.Size or OperandLexeme.Version => TokenKind.Number,
                _ => TokenKind.EnumMember,
            },
        };
}
