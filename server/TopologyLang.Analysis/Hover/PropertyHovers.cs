using System.Text;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Analysis.Hover;

/// <summary>What a property means, which values it takes and which counts here.</summary>
internal static class PropertyHovers
{
    public static string Of(FileAnalysis analysis, Symbol owner, PropertySchema property)
    {
        var text = new StringBuilder();
        text.AppendLine($"**{MarkdownText.Escape(property.Name)}** — {MarkdownText.Escape(property.Doc)}");
        text.AppendLine();
        if (property.Experimental)
        {
            text.AppendLine("**Experimental**: a proposal that no released kernel has.");
            text.AppendLine();
        }

        if (!property.Words.IsEmpty)
        {
            text.AppendLine($"One of {string.Join(", ", property.Words.Select(word => $"`{word}`"))}.");
            text.AppendLine();
        }

        if (
            analysis.Binding.PropertiesOf(owner).FirstOrDefault(effective => effective.Name == property.Name) is
            { } effective
        )
        {
            text.AppendLine(Line(effective));
        }

        if (property.Source is not null)
        {
            text.AppendLine($"*{MarkdownText.Escape(property.Source)}*");
        }

        return text.ToString();
    }

    /// <summary>A value with where it comes from.</summary>
    public static string Line(EffectiveProperty property)
    {
        var value = property.Value is null ? "nothing" : $"`{property.Value}`";
        var origin = PropertyExplanations.Origin(property.Origin);
        var reason =
            property.Reason is null || property.Origin == PropertyOrigin.Declared
                ? ""
                : $": {MarkdownText.Escape(property.Reason)}";
        return $"- {MarkdownText.Escape(property.Name)} = {value}{origin}{reason}";
    }

    /// <summary>Of a declaration's keyword: the properties that its kind has.</summary>
    public static string? OfKind(Symbol owner)
    {
        var kind = owner.PropertiesOf ?? owner.Kind;
        var properties = Schema.Of(kind);
        return properties.IsEmpty
            ? null
            : $"**{kind.Keyword()}** — properties: "
                + $"{string.Join(", ", properties.Select(property => $"`{property.Name}`"))}";
    }
}
