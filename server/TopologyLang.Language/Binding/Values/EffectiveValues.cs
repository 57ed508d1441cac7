using System.Collections.Immutable;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Values;

/// <summary>The properties of one declaration as they count: its own, else its template's, else the defaults.</summary>
internal sealed class EffectiveValues
{
    private readonly Dictionary<string, EffectiveProperty> byName = [];
    private readonly Dictionary<string, LocalProperty> written = [];
    private readonly WrittenProperties own;
    private readonly WrittenProperties? template;
    private readonly Host? host;

    /// <param name="own">What the declaration writes.</param>
    /// <param name="template">What its template writes; null where it has none.</param>
    /// <param name="host">That the declaration stands on; null for a host.</param>
    public EffectiveValues(DeclarationKind kind, WrittenProperties own, WrittenProperties? template, Host? host)
    {
        this.own = own;
        this.template = template;
        this.host = host;
        var properties = ImmutableArray.CreateBuilder<EffectiveProperty>();
        var context = new DefaultContext(host, name => this[name]);
        IommuModel? model = null;
        foreach (var schema in Schema.Of(kind))
        {
            if (model is { } known && !schema.AppliesTo(known))
            {
                continue;
            }

            var property = Effective(schema, context);
            byName.Add(schema.Name, property);
            properties.Add(property);
            if (kind == DeclarationKind.Iommu && schema.Name == "model")
            {
                model = Word<IommuModel>("model");
            }
        }

        All = properties.ToImmutable();
    }

    /// <summary>In the order of the schema, without those of other models.</summary>
    public ImmutableArray<EffectiveProperty> All { get; }

    /// <summary>Whether they are those under this template and on this host.</summary>
    public bool DependOn(WrittenProperties? template, Host? host) => this.template == template && this.host == host;

    /// <summary>Null where the property has no value.</summary>
    public string? this[string name] => byName.GetValueOrDefault(name)?.Value;

    /// <summary>The property as the declaration or its template writes it; null where it is a default.</summary>
    public LocalProperty? Written(string name) => written.GetValueOrDefault(name);

    /// <summary>The declaration itself writes the property.</summary>
    public bool IsOwn(string name) => own.Find(name) is not null;

    /// <summary>Neither the declaration nor its template nor a register says it.</summary>
    public bool IsDefault(string name) => byName.GetValueOrDefault(name) is { Origin: PropertyOrigin.Default };

    public bool Flag(string name) => this[name] == "yes";

    public bool? OptionalFlag(string name) => this[name] is { } value ? value == "yes" : null;

    public T Word<T>(string name)
        where T : struct, Enum => WordTable.TryParse<T>(this[name] ?? "", out var value) ? value : default;

    public T? OptionalWord<T>(string name)
        where T : struct, Enum => WordTable.TryParse<T>(this[name] ?? "", out var value) ? value : null;

    public ulong? OptionalNumber(string name) => Written(name)?.Number;

    public int Count(string name) =>
        Written(name) is { } written
            ? (int)written.Number
            : int.Parse(this[name]!, System.Globalization.CultureInfo.InvariantCulture);

    private EffectiveProperty Effective(PropertySchema schema, DefaultContext context)
    {
        if (this.own.Find(schema.Name) is { } own)
        {
            written[schema.Name] = own;
            return new EffectiveProperty(schema, own.Text, PropertyOrigin.Declared, null);
        }

        if (RegisterDecoding.Of(schema, this.own) is { } decoded)
        {
            return decoded;
        }

        if (template?.Find(schema.Name) is { } shared)
        {
            written[schema.Name] = shared;
            return new EffectiveProperty(
                schema,
                shared.Text,
                PropertyOrigin.Template,
                $"the template {template.Declaration} says so"
            );
        }

        if (template is not null && RegisterDecoding.Of(schema, template) is { } decodedThere)
        {
            return decodedThere;
        }

        var (value, reason) = schema.Default(context);
        return new EffectiveProperty(schema, value, PropertyOrigin.Default, reason);
    }
}
