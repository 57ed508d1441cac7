using System.Collections.Immutable;

namespace TopologyLang.Language.Binding.Values;

/// <summary>The properties that one declaration writes, without those that have mistakes.</summary>
internal sealed class WrittenProperties(string declaration, ImmutableArray<LocalProperty> all)
{
    public static readonly WrittenProperties None = new("", []);

    /// <summary>The name of the declaration.</summary>
    public string Declaration => declaration;

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<LocalProperty> All => all;

    /// <summary>Null where the declaration does not write it.</summary>
    public LocalProperty? Find(string name)
    {
        foreach (var property in all)
        {
            if (property.Schema.Name == name)
            {
                return property;
            }
        }

        return null;
    }
}
