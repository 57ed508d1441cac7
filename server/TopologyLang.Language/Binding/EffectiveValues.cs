using System.Collections.Immutable;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>The properties of one declaration as they count: its own, else its template's, else the defaults.</summary>
internal sealed class EffectiveValues
{
    private readonly Dictionary<string, EffectiveProperty> _byName = [];
    private readonly Dictionary<string, LocalProperty> _written = [];
    private readonly LocalDeclaration _own;
    private readonly Symbol? _template;
    private readonly Host? _host;

    private EffectiveValues(Symbol symbol, Symbol? template, Host? host)
    {
        _own = symbol.Local;
        _template = template;
        _host = host;
        var properties = ImmutableArray.CreateBuilder<EffectiveProperty>();
        var context = new DefaultContext(host, name => this[name]);
        IommuModel? model = null;
        foreach (var schema in Schema.Of(symbol.Kind))
        {
            if (model is { } known && !schema.AppliesTo(known))
            {
                continue;
            }

            var property = Effective(schema, context);
            _byName.Add(schema.Name, property);
            properties.Add(property);
            if (symbol.Kind == DeclarationKind.Iommu && schema.Name == "model")
            {
                model = Word<IommuModel>("model");
            }
        }

        All = properties.ToImmutable();
    }

    /// <summary>In the order of the schema, without those of other models.</summary>
    public ImmutableArray<EffectiveProperty> All { get; }

    /// <summary>
    /// They hang on the declaration's own text, its template and its host alone, so an edit elsewhere in the file leaves them standing.
    /// </summary>
    /// <param name="host">That the declaration stands on; null for a host.</param>
    public static EffectiveValues Of(Symbol symbol, Symbol? template, Host? host)
    {
        if (symbol.Local.Values is { } known && known._template?.Local == template?.Local && known._host == host)
        {
            return known;
        }

        return symbol.Local.Values = new EffectiveValues(symbol, template, host);
    }

    /// <summary>Null where the property has no value.</summary>
    public string? this[string name] => _byName.GetValueOrDefault(name)?.Value;

    /// <summary>The property as the declaration or its template writes it; null where it is a default.</summary>
    public LocalProperty? Written(string name) => _written.GetValueOrDefault(name);

    /// <summary>The declaration itself writes the property.</summary>
    public bool IsOwn(string name) => _own.Property(name) is not null;

    /// <summary>Neither the declaration nor its template nor a register says it.</summary>
    public bool IsDefault(string name) => _byName.GetValueOrDefault(name) is { Origin: PropertyOrigin.Default };

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
        if (_own.Property(schema.Name) is { } own)
        {
            _written[schema.Name] = own;
            return new EffectiveProperty(schema, own.Text, PropertyOrigin.Declared, null);
        }

        if (RegisterDecoding.Of(schema, _own) is { } decoded)
        {
            return decoded;
        }

        if (_template?.Local.Property(schema.Name) is { } shared)
        {
            _written[schema.Name] = shared;
            return new EffectiveProperty(
                schema,
                shared.Text,
                PropertyOrigin.Template,
                $"the template {_template.Name} says so"
            );
        }

        if (_template is not null && RegisterDecoding.Of(schema, _template.Local) is { } decodedThere)
        {
            return decodedThere;
        }

        var (value, reason) = schema.Default(context);
        return new EffectiveProperty(schema, value, PropertyOrigin.Default, reason);
    }
}
