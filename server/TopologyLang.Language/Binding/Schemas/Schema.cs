using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Schemas;

/// <summary>The clause of a declaration's head and what it must name.</summary>
public sealed record ClauseSchema(string Keyword, DeclarationKind Target, string Doc);

/// <summary>
/// Every kind of declaration with its clauses and properties: the binder, completion, hovers and the reference read it.
/// </summary>
public static class Schema
{
    private static readonly FrozenDictionary<DeclarationKind, ImmutableArray<PropertySchema>> Properties =
        new Dictionary<DeclarationKind, ImmutableArray<PropertySchema>>
        {
            [DeclarationKind.Host] = HostSchema.Properties,
            [DeclarationKind.Iommu] = IommuSchema.Properties,
            [DeclarationKind.Device] = DeviceSchema.Properties,
            [DeclarationKind.Domain] = DomainSchema.Properties,
            [DeclarationKind.Guest] = GuestSchema.Properties,
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(DeclarationKind Kind, string Name), PropertySchema> ByName = Properties
        .Values.SelectMany(list => list)
        .ToFrozenDictionary(property => (property.Kind, property.Name));

    private static readonly FrozenDictionary<DeclarationKind, ImmutableArray<ClauseSchema>> ClausesOf = new Dictionary<
        DeclarationKind,
        ImmutableArray<ClauseSchema>
    >
    {
        [DeclarationKind.Host] =
        [
            new(
                "in",
                DeclarationKind.Guest,
                "The guest that this host runs in: its IOMMUs are then that guest's virtual ones."
            ),
        ],
        [DeclarationKind.Iommu] = [new("on", DeclarationKind.Host, "The host that the unit belongs to.")],
        [DeclarationKind.Device] =
        [
            new("behind", DeclarationKind.Iommu, "The IOMMU that translates for the device."),
            new("on", DeclarationKind.Host, "The host of a device with no IOMMU in front of it."),
        ],
        [DeclarationKind.Domain] = [new("on", DeclarationKind.Host, "The host whose kernel owns the domain.")],
        [DeclarationKind.Guest] = [new("on", DeclarationKind.Host, "The host that the guest runs on.")],
        [DeclarationKind.Program] =
        [
            new("in", DeclarationKind.Guest, "The guest whose driver this is."),
            new("on", DeclarationKind.Host, "The host whose own driver this is."),
            new("using", DeclarationKind.Device, "The devices that the program's dma steps act for."),
        ],
    }.ToFrozenDictionary();

    /// <summary>
    /// In the order in which the formatter's users write them and in which defaults depend on each other.
    /// </summary>
    public static ImmutableArray<PropertySchema> Of(DeclarationKind kind) =>
        Properties.TryGetValue(kind, out var properties) ? properties : [];

    public static ImmutableArray<ClauseSchema> Clauses(DeclarationKind kind) =>
        ClausesOf.TryGetValue(kind, out var clauses) ? clauses : [];

    /// <summary>Null where the kind has no such property.</summary>
    public static PropertySchema? Find(DeclarationKind kind, string name) => ByName.GetValueOrDefault((kind, name));

    /// <summary>
    /// The kind whose properties the declaration has: of a template the one that it is for. Null where it has none.
    /// </summary>
    public static DeclarationKind? KindOf(DeclarationSyntax syntax) =>
        DeclarationKinds.Of(syntax.IntendedKeyword) switch
        {
            DeclarationKind.Template => syntax.Template is { } of ? DeclarationKinds.Of(of.Text) : null,
            { } kind when kind.HasProperties() => kind,
            _ => null,
        };
}
