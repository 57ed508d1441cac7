using TopologyLang.Language.Binding.Schemas;

namespace TopologyLang.Language.Binding.Values;

public enum PropertyOrigin
{
    /// <summary>Written in the declaration.</summary>
    Declared,

    /// <summary>Written in the declaration's template.</summary>
    Template,

    /// <summary>Read from a hardware register that the declaration or its template gives.</summary>
    Decoded,

    Default,
}

/// <summary>A property as it counts in the end.</summary>
/// <param name="Value">As it is or would be written; null where there is none (nothing, or as the kernel
/// chooses).</param>
/// <param name="Reason">Why the value is what it is; null where the declaration itself says it.</param>
public sealed record EffectiveProperty(PropertySchema Schema, string? Value, PropertyOrigin Origin, string? Reason)
{
    public string Name => Schema.Name;
}
