using System.Text;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Tests.Docs;

/// <summary>The tables of properties in docs/language.md, made from the schema.</summary>
internal static class PropertyReference
{
    public const string Begin = "<!-- made from the schema; see PropertyReferenceTests -->";
    public const string End = "<!-- end of what is made from the schema -->";

    private static readonly DeclarationKind[] Kinds =
    [
        DeclarationKind.Host,
        DeclarationKind.Iommu,
        DeclarationKind.Device,
        DeclarationKind.Domain,
        DeclarationKind.Guest,
    ];

    public static string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine(Begin);
        foreach (var kind in Kinds)
        {
            text.AppendLine($"\n### {kind.Keyword()}\n");
            text.AppendLine("| property | values | default on x86_64 | meaning |");
            text.AppendLine("|---|---|---|---|");
            foreach (var property in Schema.Of(kind))
            {
                text.AppendLine(
                    $"| `{property.Name}` | {Values(property)} | {Default(property)} | {Meaning(property)} |"
                );
            }
        }

        text.AppendLine();
        text.Append(End);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Values(PropertySchema property) =>
        property.Value switch
        {
            ValueKind.Word or ValueKind.Words when property.Words.Length > 0 => string.Join(
                ", ",
                property.Words.Select(word => $"`{word}`")
            ),
            ValueKind.YesNo => "`yes`, `no`",
            ValueKind.Count => "a number from 1",
            ValueKind.Size => "a size",
            ValueKind.Kernel => "a version, or the kernel's name in quotes",
            ValueKind.Version => "a version",
            ValueKind.Register => "a number",
            ValueKind.Bus => "`pcie ADDRESS`, `platform`",
            ValueKind.Device => "a device",
            ValueKind.Domain => "a domain",
            ValueKind.Devices => "a list of devices",
            ValueKind.Assignments => "a list of `DEVICE via DOMAIN`",
            _ => property.Words.IsEmpty
                ? "a word"
                : $"a word: {string.Join(", ", property.Words.Select(word => $"`{word}`"))}, ...",
        };

    /// <summary>As it comes out for a declaration that says nothing but what it must.</summary>
    private static string Default(PropertySchema property)
    {
        var model = property.Models.IsEmpty ? IommuModel.IntelVtd : property.Models[0];
        var binding = Binder.Bind(
            "sample.topo",
            SyntaxTree.Parse(
                SourceText.From(
                    $$"""
                    host h { }
                    iommu i on h { model = {{WordTable.Of(model)}} }
                    device d behind i { bus = pcie 0000:01:00.0 }
                    domain s on h { }
                    guest g on h { }
                    """
                )
            ),
            (_, _) => null
        );
        var symbol = binding.All.First(symbol => symbol.Kind == property.Kind);
        var effective = binding.PropertiesOf(symbol).FirstOrDefault(effective => effective.Name == property.Name);
        var reason = Cell(effective?.Origin == PropertyOrigin.Default ? effective.Reason ?? "" : "");
        return effective?.Value is { } value && effective.Origin == PropertyOrigin.Default
            ? $"`{value}`: {reason}"
            : reason;
    }

    private static string Meaning(PropertySchema property)
    {
        var models = property.Models.IsEmpty
            ? ""
            : $" Only {string.Join(", ", property.Models.Select(model => $"`{WordTable.Of(model)}`"))}.";
        var experimental = property.Experimental ? " Experimental: no released kernel has it." : "";
        var source = property.Source is null ? "" : $" *{Cell(property.Source)}*";
        return $"{Cell(property.Doc)}{models}{experimental}{source}";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
