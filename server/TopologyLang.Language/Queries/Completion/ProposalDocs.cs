using System.Text;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Markdown;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>The documentation of a proposal, made when somebody looks at it.</summary>
public static class ProposalDocs
{
    public const string Statement = "statement";

    /// <returns>Markdown; null where there is nothing to say.</returns>
    public static string? Of(Binding.Binding? binding, ProposalTopic topic)
    {
        if (topic.Subject == Statement)
        {
            var form = StatementForms.All.FirstOrDefault(form => form.Pattern == topic.Name);
            return form is null ? null : $"`{form.Pattern}`\n\n{form.Doc}";
        }

        if (DeclarationKinds.Of(topic.Subject) is not { } kind)
        {
            return null;
        }

        return topic.Name.Length == 0 ? OfKeyword(kind)
            : Schema.Find(kind, topic.Name) is { } property ? OfProperty(property)
            : binding?.Find(kind, topic.Name) is { } symbol ? OfSymbol(symbol)
            : null;
    }

    private static string OfKeyword(DeclarationKind kind)
    {
        var text = new StringBuilder($"**{kind.Keyword()}**");
        foreach (var clause in Schema.Clauses(kind))
        {
            text.Append($"\n- `{clause.Keyword} {clause.Target.Keyword().ToUpperInvariant()}`: {clause.Doc}");
        }

        return text.ToString();
    }

    private static string OfProperty(PropertySchema property)
    {
        var text = new StringBuilder(property.Doc);
        var (value, reason) = property.Default(new DefaultContext(null, _ => null));
        text.Append($"\n\nDefault: {(value is null ? "none" : $"`{value}`")} ({reason}).");
        if (property.Experimental)
        {
            text.Append("\n\nOf a proposal that no released kernel has.");
        }

        return property.Source is null ? text.ToString() : text.Append($"\n\n*{property.Source}*").ToString();
    }

    private static string OfSymbol(Symbol symbol)
    {
        var comment = symbol.DocComment is { } doc ? $"\n\n{PlainMarkdown.Of(doc)}" : "";
        var (text, span) = (symbol.Declaration.Syntax.Text, symbol.Declaration.Syntax.Span);
        return PlainMarkdown.Code(text.Substring(span.Start, span.Length)) + comment;
    }
}
