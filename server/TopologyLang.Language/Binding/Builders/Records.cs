using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

/// <summary>
/// The records of a topology that are made so far, by name: those of a kind are there once that kind is done. What a
/// name leads to is null where it is not declared or left out.
/// </summary>
internal sealed class Records(SymbolTable symbols)
{
    /// <summary>Every domain; empty until they are made.</summary>
    public ImmutableArray<Domain> Domains { get; set; } = [];

    /// <summary>The built-in programs by name; empty until they are made.</summary>
    public FrozenDictionary<string, Program> BuiltIn { get; set; } = FrozenDictionary<string, Program>.Empty;

    public Host? Host(string name) => Record<Host>(DeclarationKind.Host, name);

    public Iommu? Iommu(string name) => Record<Iommu>(DeclarationKind.Iommu, name);

    public Device? Device(string name) => Record<Device>(DeclarationKind.Device, name);

    public Domain? Domain(string name) => Record<Domain>(DeclarationKind.Domain, name);

    public Guest? Guest(string name) => Record<Guest>(DeclarationKind.Guest, name);

    public Scenario? Scenario(string name) => Record<Scenario>(DeclarationKind.Scenario, name);

    /// <summary>One that is written; the built-in ones are not among them.</summary>
    public Program? Program(string name) => Record<Program>(DeclarationKind.Program, name);

    /// <summary>With the built-in ones.</summary>
    public bool HasProgram(string name) => Program(name) is not null || BuiltIn.ContainsKey(name);

    /// <summary>The effective properties of a declaration; null where it is left out or has none.</summary>
    public EffectiveValues? ValuesOf(Symbol symbol) =>
        symbol.Record switch
        {
            Host _ => ValuesOf(symbol, null),
            Iommu iommu => ValuesOf(symbol, Host(iommu.Host)),
            Device device => ValuesOf(symbol, Host(device.Host)),
            Domain domain => ValuesOf(symbol, Host(domain.Host)),
            Guest guest => ValuesOf(symbol, Host(guest.Host)),
            _ => null,
        };

    /// <summary>The effective properties of a declaration on <paramref name="host"/>.</summary>
    public EffectiveValues ValuesOf(Symbol symbol, Host? host)
    {
        var template = symbol.Declaration.Syntax.Template is { } name
            ? symbols.Find(DeclarationKind.Template, name.Text)
            : null;
        return symbol.Local.ValuesWith(template?.Local.Properties, host);
    }

    private T? Record<T>(DeclarationKind kind, string name)
        where T : class => symbols.Find(kind, name)?.Record as T;
}
