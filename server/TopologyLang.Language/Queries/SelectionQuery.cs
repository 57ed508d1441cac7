using System.Collections.Immutable;
using TopologyLang.Language.Queries.Cursor;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries;

/// <summary>The ever larger things around a place: word, value, statement, block, declaration, file.</summary>
public static class SelectionQuery
{
    /// <returns>From the smallest to the largest; each holds the one before it and is larger.</returns>
    public static ImmutableArray<TextSpan> At(SyntaxTree tree, int offset)
    {
        List<TextSpan> spans = [Words.Around(tree.Text.Content, offset)];
        if (tree.DeclarationAt(offset) is { } declaration)
        {
            var syntax = declaration.Syntax;
            spans.AddRange(
                syntax
                    .Members.Where(member => member.Span.Touches(offset - declaration.Start))
                    .SelectMany(member => Inside(member, offset - declaration.Start))
                    .Select(span => span.Shift(declaration.Start))
            );
            if (syntax is { OpenBrace: { } open, CloseBrace: { } close })
            {
                spans.Add(TextSpan.FromBounds(open.Span.End, close.Span.Start).Shift(declaration.Start));
            }

            spans.Add(declaration.Span);
            spans.Add(TextSpan.FromBounds(declaration.Start, declaration.End));
        }

        spans.Add(new TextSpan(0, tree.Text.Length));
        return Growing(spans, offset);
    }

    private static IEnumerable<TextSpan> Inside(MemberSyntax member, int at)
    {
        if (member is PropertySyntax property)
        {
            if (property.Value is ListValue list)
            {
                foreach (var item in list.Items.Where(item => item.Span.Touches(at)))
                {
                    yield return item.Span;
                }
            }

            yield return property.Value.Span;
        }

        yield return member.Span;
    }

    private static ImmutableArray<TextSpan> Growing(List<TextSpan> spans, int offset)
    {
        var growing = ImmutableArray.CreateBuilder<TextSpan>();
        foreach (var span in spans.Where(span => span.Touches(offset)))
        {
            var last = growing.Count > 0 ? growing[^1] : new TextSpan(offset, 0);
            if (span.Start <= last.Start && span.End >= last.End && (span != last || growing.Count == 0))
            {
                growing.Add(span);
            }
        }

        return growing.ToImmutable();
    }
}
