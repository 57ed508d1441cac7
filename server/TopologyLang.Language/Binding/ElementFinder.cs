using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding;

/// <summary>Finds what stands at an offset of a file.</summary>
internal sealed class ElementFinder(SymbolTable symbols)
{
    // Made when somebody points at something: an edit needs none of it.
    private readonly Lazy<Dictionary<(string Path, int Start), Symbol>> byPlace = new(() =>
        symbols.All.Concat(Library.Templates).ToDictionary(symbol => (symbol.Path, symbol.Declaration.Start))
    );

    public SyntaxElement? At(BoundFile file, int offset)
    {
        // A word that ends where the next declaration starts belongs to the one before.
        var declaration = file.Tree.DeclarationAt(offset);
        var found = declaration is { } one ? In(file, one, offset) : null;
        return found
            ?? (offset > 0 && file.Tree.DeclarationAt(offset - 1) is { } before ? In(file, before, offset) : null);
    }

    private SyntaxElement? In(BoundFile file, PlacedDeclaration declaration, int offset)
    {
        if (!byPlace.Value.TryGetValue((file.Path, declaration.Start), out var owner))
        {
            return null;
        }

        var at = offset - declaration.Start;
        var syntax = declaration.Syntax;
        if (owner.Kind != DeclarationKind.Expect && syntax.Keyword.Span.Touches(at))
        {
            return Element(SyntaxElementKind.Keyword, owner, syntax.Keyword);
        }

        if (syntax.Name is { } name && name.Span.Touches(at))
        {
            return Element(SyntaxElementKind.Name, owner, name) with { Symbol = owner };
        }

        if (syntax.ImportPath is { } path && path.Span.Touches(at))
        {
            return Element(SyntaxElementKind.ImportPath, owner, path);
        }

        return Member(owner, at) ?? Reference(owner, at) ?? Clause(owner, at);
    }

    private SyntaxElement? Reference(Symbol owner, int at)
    {
        foreach (var (kind, token, _) in owner.Local.References)
        {
            if (token.Span.Touches(at))
            {
                return Element(SyntaxElementKind.Reference, owner, token) with
                {
                    Symbol = symbols.Find(kind, token.Text),
                };
            }
        }

        return null;
    }

    private static SyntaxElement? Clause(Symbol owner, int at)
    {
        var syntax = owner.Declaration.Syntax;
        foreach (var clause in syntax.Clauses)
        {
            if (clause.Keyword.Span.Touches(at))
            {
                return Element(SyntaxElementKind.Keyword, owner, clause.Keyword);
            }
        }

        // Of a template this is the keyword of the kind that it is for.
        return syntax.Template is { } template && template.Span.Touches(at)
            ? Element(SyntaxElementKind.Keyword, owner, template)
            : null;
    }

    private SyntaxElement? Member(Symbol owner, int at)
    {
        foreach (var member in owner.Declaration.Syntax.Members)
        {
            if (!member.Span.Touches(at))
            {
                continue;
            }

            return member switch
            {
                PropertySyntax property => Property(owner, property, at),
                StatementSyntax statement => Statement(owner, statement, at),
                _ => null,
            };
        }

        return null;
    }

    private SyntaxElement? Property(Symbol owner, PropertySyntax property, int at)
    {
        var schema = owner.PropertiesOf is { } kind ? Schema.Find(kind, property.Name.Text) : null;
        if (property.Name.Span.Touches(at))
        {
            return Element(SyntaxElementKind.Property, owner, property.Name) with { Property = schema };
        }

        if (!property.Value.Span.Touches(at))
        {
            return null;
        }

        var span = property.Value is ListValue list
            ? list.Items.FirstOrDefault(item => item.Span.Touches(at))?.Span ?? list.Span
            : property.Value.Span;
        var value = new SyntaxToken(owner.Declaration.Syntax.Text.Substring(span.Start, span.Length), span);
        var found = Reference(owner, at) ?? Element(SyntaxElementKind.Value, owner, value);
        return found with { Property = schema };
    }

    private SyntaxElement? Statement(Symbol owner, StatementSyntax statement, int at)
    {
        foreach (var (element, token) in statement.Parts)
        {
            if (token.Span.Touches(at))
            {
                var isBuffer = element.Operand is OperandKind.Buffer or OperandKind.NewBuffer;
                var found =
                    Reference(owner, at)
                    ?? Element(isBuffer ? SyntaxElementKind.Buffer : SyntaxElementKind.Statement, owner, token);
                return found with { Statement = statement, Index = IndexOf(owner, statement) };
            }
        }

        return null;
    }

    private static int IndexOf(Symbol owner, StatementSyntax statement)
    {
        for (var i = 0; i < owner.Local.Steps.Length; i++)
        {
            if (ReferenceEquals(owner.Local.Steps[i].Syntax, statement))
            {
                return i;
            }
        }

        for (var i = 0; i < owner.Local.Operations.Length; i++)
        {
            if (ReferenceEquals(owner.Local.Operations[i].Syntax, statement))
            {
                return i;
            }
        }

        return -1;
    }

    private static SyntaxElement Element(SyntaxElementKind kind, Symbol owner, SyntaxToken token) =>
        new(kind, owner.Place(token.Span)) { Owner = owner, Text = token.Text };
}
