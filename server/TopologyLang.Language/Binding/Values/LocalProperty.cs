using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Values;

/// <summary>A property whose value has been checked.</summary>
/// <param name="Number">Of a count, a size or a register; else 0.</param>
internal sealed record LocalProperty(PropertySchema Schema, PropertySyntax Syntax, string Text, ulong Number);
