using System.Collections.Immutable;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries;

public enum OutlineKind
{
    Import,
    Host,
    Iommu,
    Device,
    Domain,
    Guest,
    Program,
    Scenario,
    Template,
    Expect,
    Property,
    Buffer,
    Operation,
}

/// <summary>A declaration or a part of one, for an outline. Spans are the file's.</summary>
/// <param name="Detail">What it is or has, in a few words.</param>
public sealed record OutlineItem(
    OutlineKind Kind,
    string Name,
    string Detail,
    TextSpan Span,
    TextSpan NameSpan,
    ImmutableArray<OutlineItem> Children
)
{
    public static ImmutableArray<OutlineItem> Of(SyntaxTree tree) =>
        [.. tree.Declarations.Select(Of).OfType<OutlineItem>()];

    /// <summary>Null where the keyword is none or the name is missing.</summary>
    private static OutlineItem? Of(PlacedDeclaration declaration)
    {
        var syntax = declaration.Syntax;
        if (DeclarationKinds.Of(syntax.IntendedKeyword) is not { } kind)
        {
            return null;
        }

        var name = kind switch
        {
            DeclarationKind.Import => syntax.ImportPath?.Text,
            DeclarationKind.Expect => OneLine(syntax, syntax.Span),
            _ => syntax.Name?.Text,
        };
        var nameSpan = (syntax.ImportPath ?? syntax.Name ?? syntax.Keyword).Span;
        return string.IsNullOrWhiteSpace(name)
            ? null
            : new OutlineItem(
                Enum.Parse<OutlineKind>(kind.ToString()),
                name,
                Head(syntax),
                declaration.Span,
                nameSpan.Shift(declaration.Start),
                kind == DeclarationKind.Expect ? [] : PartsOf(declaration)
            );
    }

    private static string Head(DeclarationSyntax syntax)
    {
        var template = syntax.Template is { } of ? $": {of} " : "";
        return template
            + string.Join(' ', syntax.Clauses.Select(clause => $"{clause.Keyword} {string.Join(", ", clause.Names)}"));
    }

    private static ImmutableArray<OutlineItem> PartsOf(PlacedDeclaration declaration)
    {
        var children = ImmutableArray.CreateBuilder<OutlineItem>();
        foreach (var member in declaration.Syntax.Members)
        {
            var span = member.Span.Shift(declaration.Start);
            if (member is PropertySyntax property)
            {
                children.Add(
                    new OutlineItem(
                        OutlineKind.Property,
                        property.Name.Text,
                        OneLine(declaration.Syntax, property.Value.Span),
                        span,
                        property.Name.Span.Shift(declaration.Start),
                        []
                    )
                );
            }
            else if (member is StatementSyntax { Form.Context: StatementContext.Scenario })
            {
                children.Add(
                    new OutlineItem(OutlineKind.Operation, OneLine(declaration.Syntax, member.Span), "", span, span, [])
                );
            }
            else if (member is StatementSyntax statement && statement.Operand(OperandKind.NewBuffer) is { } buffer)
            {
                children.Add(
                    new OutlineItem(
                        OutlineKind.Buffer,
                        buffer.Text,
                        OneLine(declaration.Syntax, member.Span),
                        span,
                        buffer.Span.Shift(declaration.Start),
                        []
                    )
                );
            }
        }

        return children.ToImmutable();
    }

    private static string OneLine(DeclarationSyntax syntax, TextSpan span) =>
        string.Join(
            ' ',
            syntax.Text.Substring(span.Start, span.Length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
