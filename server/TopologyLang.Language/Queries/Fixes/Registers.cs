using System.Collections.Immutable;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>The extended capability register of a VT-d unit as single properties, and back.</summary>
internal static class Registers
{
    /// <summary>The bits that the properties stand for. Source: Intel VT-d specification 11.4.3; Linux drivers/iommu/intel/iommu.h.</summary>
    private static readonly ImmutableArray<(string Property, int Bit)> Bits =
    [
        ("snoop_control", 7), ("coherent_walk", 0), ("scalable_mode", 43), ("first_stage", 47), ("second_stage", 46), ("nested", 26),
        ("pass_through", 6), ("interrupt_remapping", 3),
    ];

    public static Fix? ToProperties(BoundFile file, Symbol symbol)
    {
        if (symbol.Kind != DeclarationKind.Iommu || symbol.Local.Property("ecap") is null)
        {
            return null;
        }

        var decoded = Schema.Of(DeclarationKind.Iommu)
            .Where(schema => symbol.Local.Property(schema.Name) is null)
            .Select(schema => RegisterDecoding.Of(schema, symbol.Local))
            .OfType<EffectiveProperty>()
            .Select(property => $"{property.Name} = {property.Value}");
        return Rewrite("Write the registers as properties", file, symbol, name => name is "cap" or "ecap", decoded);
    }

    public static Fix? FromProperties(Binding.Binding binding, BoundFile file, Symbol symbol)
    {
        var values = binding.PropertiesOf(symbol).ToDictionary(property => property.Name, property => property.Value);
        var written = Bits.Any(bit => symbol.Local.Property(bit.Property) is not null);
        if (symbol.Kind != DeclarationKind.Iommu || symbol.Local.Property("ecap") is not null || !written
            || values.GetValueOrDefault("model") != "intel_vtd")
        {
            return null;
        }

        var ecap = Bits.Where(bit => values.GetValueOrDefault(bit.Property) == "yes").Aggregate(0UL, (sum, bit) => sum | (1UL << bit.Bit));
        return Rewrite("Write the properties as a register", file, symbol, name => Bits.Any(bit => bit.Property == name), [$"ecap = 0x{ecap:x}"]);
    }

    private static Fix Rewrite(string title, BoundFile file, Symbol symbol, Func<string, bool> goes, IEnumerable<string> comes)
    {
        var stay = symbol.Declaration.Syntax.Members
            .Where(member => member is not PropertySyntax property || !goes(property.Name.Text))
            .Select(member => DeclarationText.Of(symbol.Declaration, member));
        return new Fix(title, FixKind.Rewrite, [new FileChange(file.Path, DeclarationText.Rewrite(symbol.Declaration, stay.Concat(comes)))]);
    }
}
