using System.Text;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Hover;

/// <summary>A declaration: its comment, what became of it, and its values with where each comes from.</summary>
internal static class DeclarationHovers
{
    public static string Of(FileAnalysis analysis, Symbol symbol)
    {
        var text = new StringBuilder();
        text.AppendLine($"**{symbol.Kind.Keyword()} {MarkdownText.Escape(symbol.Name)}**");
        text.AppendLine();
        if (symbol.DocComment is { } comment)
        {
            text.AppendLine(MarkdownText.Escape(comment));
            text.AppendLine();
        }

        text.Append(ExplanationMarkdown.Of(DeclarationExplanations.Of(analysis, symbol)));
        foreach (var property in analysis.Binding.PropertiesOf(symbol).Where(property => property.Value is not null))
        {
            text.AppendLine(PropertyHovers.Line(property));
        }

        return text.ToString();
    }
}
