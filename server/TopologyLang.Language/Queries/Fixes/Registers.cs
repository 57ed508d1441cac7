using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>The extended capability register of a VT-d unit as single properties, and back.</summary>
internal static class Registers
{
    public static Fix? ToProperties(BoundFile file, Symbol symbol)
    {
        if (symbol.Kind != DeclarationKind.Iommu || symbol.Local.Property("ecap") is null)
        {
            return null;
        }

        var decoded = Schema
            .Of(DeclarationKind.Iommu)
            .Where(schema => symbol.Local.Property(schema.Name) is null)
            .Select(schema => RegisterDecoding.Of(schema, symbol.Local.Properties))
            .OfType<EffectiveProperty>()
            .Select(property => $"{property.Name} = {property.Value}");
        return Rewrite("Write the registers as properties", file, symbol, name => name is "cap" or "ecap", decoded);
    }

    public static Fix? FromProperties(Binding.Binding binding, BoundFile file, Symbol symbol)
    {
        var values = binding.PropertiesOf(symbol).ToDictionary(property => property.Name, property => property.Value);
        var written = symbol
            .Declaration.Syntax.Members.OfType<PropertySyntax>()
            .Any(property => RegisterDecoding.Says(property.Name.Text));
        return
            symbol.Kind == DeclarationKind.Iommu
            && written
            && symbol.Local.Property("ecap") is null
            && values.GetValueOrDefault("model") == "intel_vtd"
            && RegisterDecoding.Encode(property => values.GetValueOrDefault(property) == "yes") is { } ecap
            ? Rewrite("Write the properties as a register", file, symbol, RegisterDecoding.Says, [$"ecap = 0x{ecap:x}"])
            : null;
    }

    private static Fix Rewrite(
        string title,
        BoundFile file,
        Symbol symbol,
        Func<string, bool> goes,
        IEnumerable<string> comes
    )
    {
        var stay = symbol
            .Declaration.Syntax.Members.Where(member =>
                member is not PropertySyntax property || !goes(property.Name.Text)
            )
            .Select(member => DeclarationText.Of(symbol.Declaration, member));
        return new Fix(
            title,
            FixKind.Rewrite,
            [new FileChange(file.Path, DeclarationText.Rewrite(symbol.Declaration, stay.Concat(comes)))]
        );
    }
}
