using System.Collections.Immutable;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Values;

/// <summary>The properties of one declaration as they count: its own, else its template's, else the defaults.</summary>
internal sealed class EffectiveValues
{
    private readonly Dictionary<string, EffectiveProperty> _byName = [];
    private readonly Dictionary<string, LocalProperty> _written = [];
    private readonly WrittenProperties _own;
    private readonly WrittenProperties? _template;
    private readonly Host? _host;

    /// <param name="own">What the declaration writes.</param>
    /// <param name="template">What its template writes; null where it has none.</param>
    /// <param name="host">That the declaration stands on; null for a host.</param>
    public EffectiveValues(DeclarationKind kind, WrittenProperties own, WrittenProperties? template, Host? host)
    {
        _own = own;
        _template = template;
        _host = host;
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
            _byName.Add(schema.Name, property);
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
    public bool DependOn(WrittenProperties? template, Host? host) => _template == template && _host == host;

    /// <summary>Null where the property has no value.</summary>
    public string? this[string name] => _byName.GetValueOrDefault(name)?.Value;

    /// <summary>The property as the declaration or its template writes it; null where it is a default.</summary>
    public LocalProperty? Written(string name) => _written.GetValueOrDefault(name);

    /// <summary>The declaration itself writes the property.</summary>
    public bool IsOwn(string name) => _own.Find(name) is not null;

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
        if (_own.Find(schema.Name) is { } own)
        {
            _written[schema.Name] = own;
            return new EffectiveProperty(schema, own.Text, PropertyOrigin.Declared, null);
        }

        if (RegisterDecoding.Of(schema, _own) is { } decoded)
        {
            return decoded;
        }

        if (_template?.Find(schema.Name) is { } shared)
        {
            _written[schema.Name] = shared;
            return new EffectiveProperty(
                schema,
                shared.Text,
                PropertyOrigin.Template,
                $"the template {_template.Declaration} says so"
            );
        }

        if (_template is not null && RegisterDecoding.Of(schema, _template) is { } decodedThere)
        {
            return decodedThere;
        }

        var (value, reason) = schema.Default(context);
        return new EffectiveProperty(schema, value, PropertyOrigin.Default, reason);
    }
}
