using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Explanations;

/// <summary>Which value of a property counts, why, and what the property means.</summary>
internal static class PropertyExplanations
{
    private static readonly Reason Experimental = new("experimental: a proposal that no released kernel has");

    public static IEnumerable<Explanation> Of(FileAnalysis analysis, Symbol owner, PropertySchema property)
    {
        var effective = analysis
            .Binding.PropertiesOf(owner)
            .FirstOrDefault(effective => effective.Name == property.Name);
        ImmutableArray<Reason> meaning = property.Experimental
            ? [new Reason(property.Doc, property.Source), Experimental]
            : [new Reason(property.Doc, property.Source)];
        return effective is null
            ?
            [
                new Explanation(
                    null,
                    $"{property.Name}: a property of {owner.Kind.Keyword()} declarations; nothing counts for this one.",
                    meaning
                ),
            ]
            :
            [
                new Explanation(
                    null,
                    Line(effective),
                    effective.Reason is { } why ? meaning.Add(new Reason(why)) : meaning
                ),
            ];
    }

    /// <summary>
    /// Every property that the declaration itself does not give: of its value there is only this to see.
    /// </summary>
    public static IEnumerable<Explanation> NotDeclared(FileAnalysis analysis, Symbol symbol) =>
        analysis
            .Binding.PropertiesOf(symbol)
            .Where(property => property is { Value: not null, Origin: not PropertyOrigin.Declared })
            .Select(property => new Explanation(
                null,
                Line(property),
                property.Reason is { } why ? [new Reason(why, property.Schema.Source)] : []
            ));

    private static string Line(EffectiveProperty property)
    {
        var value = property.Value is null ? "nothing" : $"`{property.Value}`";
        return $"{property.Name} = **{value}**{Origin(property.Origin)}";
    }

    public static string Origin(PropertyOrigin origin) =>
        origin switch
        {
            PropertyOrigin.Declared => "",
            PropertyOrigin.Template => " — from its template",
            PropertyOrigin.Decoded => " — read from its registers",
            _ => " — default",
        };
}
