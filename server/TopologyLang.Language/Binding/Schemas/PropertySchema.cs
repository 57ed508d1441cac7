using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Schemas;

/// <summary>What may stand to the right of a property's <c>=</c>.</summary>
public enum ValueKind
{
    /// <summary>One of the property's words.</summary>
    Word,

    YesNo,

    /// <summary>A decimal number from 1.</summary>
    Count,

    Size,
    Kernel,

    /// <summary>The version of a program, <c>9.1</c> or <c>9.1.2</c>.</summary>
    Version,

    /// <summary>The raw value of a hardware register.</summary>
    Register,

    /// <summary>Any word, number or string; the property's words are only the usual ones.</summary>
    Text,

    /// <summary><c>pcie ADDRESS</c> or <c>platform</c>.</summary>
    Bus,

    Device,
    Domain,

    /// <summary>A list of device names.</summary>
    Devices,

    /// <summary>A list of <c>DEVICE via DOMAIN</c>.</summary>
    Assignments,

    /// <summary>A list of the property's words.</summary>
    Words,
}

/// <param name="Value">As it would be written; null where there is none to write (nothing, or as the kernel
/// chooses).</param>
/// <param name="Reason">Why this is the default, for people, with the source where there is one.</param>
public readonly record struct DefaultValue(string? Value, string Reason);

/// <summary>What a default may depend on: the host, and the properties that stand before it in the schema.</summary>
public sealed class DefaultContext
{
    private readonly Func<string, string?> valueOf;

    internal DefaultContext(Host? host, Func<string, string?> valueOf)
    {
        Host = host;
        this.valueOf = valueOf;
    }

    /// <summary>The host that the declaration stands on; null for a host itself.</summary>
    public Host? Host { get; }

    public Architecture Architecture => Host?.Architecture ?? Architecture.X86_64;

    /// <summary>The effective value of an earlier property of the same declaration.</summary>
    public string? this[string property] => valueOf(property);
}

/// <summary>One property of one kind of declaration.</summary>
public sealed record PropertySchema(
    DeclarationKind Kind,
    string Name,
    ValueKind Value,
    string Doc,
    Func<DefaultContext, DefaultValue> Default
)
{
    /// <summary>The words that the value may be or, for a <see cref="ValueKind.Text"/>, usually is.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The IOMMU models that have it; empty for all.</summary>
    public ImmutableArray<IommuModel> Models { get; init; } = [];

    /// <summary>
    /// Kernel file and function, section of a specification, or seed; null where the language alone defines it.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>Of a proposal that no released kernel has.</summary>
    public bool Experimental { get; init; }

    public bool AppliesTo(IommuModel model) => Models.IsEmpty || Models.Contains(model);
}
