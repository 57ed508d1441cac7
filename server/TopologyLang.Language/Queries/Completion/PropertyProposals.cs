using System.Collections.Immutable;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Queries.Cursor;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>The properties that a declaration does not have yet, and the values that a property takes.</summary>
internal static class PropertyProposals
{
    private static readonly ImmutableArray<string> Counts = ["1", "2", "4", "8"];
    private static readonly ImmutableArray<string> Sizes = ["4KiB", "64KiB", "2MiB", "1GiB", "4GiB", "16GiB", "64GiB"];

    public static IEnumerable<Proposal> Names(Binding.Binding binding, PlacedDeclaration declaration)
    {
        if (Schema.KindOf(declaration.Syntax) is not { } kind)
        {
            return [];
        }

        var there = declaration
            .Syntax.Members.OfType<PropertySyntax>()
            .Select(property => property.Name.Text)
            .ToHashSet(StringComparer.Ordinal);
        var counting = Counting(binding, declaration);
        return from schema in Schema.Of(kind)
            where
                !there.Contains(schema.Name)
                && (counting.IsEmpty || counting.Any(property => property.Schema == schema))
            select Name(
                schema,
                counting.FirstOrDefault(property => property.Schema == schema)?.Value ?? DefaultOf(schema)
            );
    }

    public static IEnumerable<Proposal> Values(Binding.Binding binding, CursorPlace.PropertyValue place)
    {
        if (Schema.KindOf(place.Of.Syntax) is not { } kind || Schema.Find(kind, place.Property) is not { } schema)
        {
            return [];
        }

        var value = DefaultOf(schema);
        return Values(binding, schema, place)
            .Select(proposal => proposal.Label == value ? proposal with { Detail = "default" } : proposal);
    }

    private static IEnumerable<Proposal> Values(
        Binding.Binding binding,
        PropertySchema schema,
        CursorPlace.PropertyValue place
    ) =>
        (schema.Value, place.Words) switch
        {
            (ValueKind.Bus, [.., "pcie"]) => FreeAddress
                .All(binding)
                .Select(address => Value(schema, address) with { Detail = "free" }),
            (ValueKind.Assignments, [.., "via"]) or (ValueKind.Domain, _) => NameProposals.Of(
                binding,
                DeclarationKind.Domain
            ),
            (ValueKind.Assignments, [_]) => [Value(schema, "via")],
            (ValueKind.Assignments, _) => List(place, Others(binding, place)),
            (ValueKind.Devices, _) => List(place, Others(binding, place)),
            (ValueKind.Device, _) => Others(binding, place),
            (ValueKind.Words, _) => List(place, schema.Words.Select(word => Value(schema, word))),
            (ValueKind.YesNo, _) => [Value(schema, "yes"), Value(schema, "no")],
            (ValueKind.Kernel, _) => KernelProposals.Of(schema),
            (ValueKind.Size, _) => Sizes.Select(size => Value(schema, size)),
            (ValueKind.Count, _) => Counts.Select(number => Value(schema, number)),
            (ValueKind.Register, _) => [],
            _ => schema.Words.Select(word => Value(schema, word)),
        };

    /// <summary>Devices, without those that stand in the list already and without the declaration itself.</summary>
    private static IEnumerable<Proposal> Others(Binding.Binding binding, CursorPlace.PropertyValue place) =>
        NameProposals
            .Of(binding, DeclarationKind.Device)
            .Where(device => !place.Listed.Contains(device.Label) && device.Label != place.Of.Syntax.Name?.Text);

    /// <summary>The items; outside of the brackets with brackets around them.</summary>
    private static IEnumerable<Proposal> List(CursorPlace.PropertyValue place, IEnumerable<Proposal> items) =>
        place.InList ? items : items.Select(item => item with { Insert = $"[{item.Label}]" });

    private static Proposal Name(PropertySchema schema, string? value) =>
        new(schema.Name, ProposalKind.Property, new ProposalTopic(schema.Kind.Keyword(), schema.Name))
        {
            Detail = value is null ? null : $"default {value}",
            Insert = $"{schema.Name} = ",
        };

    private static Proposal Value(PropertySchema schema, string value) =>
        new(value, ProposalKind.Value, new ProposalTopic(schema.Kind.Keyword(), schema.Name));

    private static ImmutableArray<EffectiveProperty> Counting(Binding.Binding binding, PlacedDeclaration declaration)
    {
        var name = declaration.Syntax.Name?.Text ?? "";
        return
            DeclarationKinds.Of(declaration.Syntax.IntendedKeyword) is { } kind
            && binding.Find(kind, name) is { } symbol
            ? binding.PropertiesOf(symbol)
            : [];
    }

    /// <summary>On a machine of which nothing is known.</summary>
    private static string? DefaultOf(PropertySchema schema) =>
        schema.Default(new DefaultContext(null, _ => null)).Value;
}
