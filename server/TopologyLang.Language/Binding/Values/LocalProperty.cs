using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Values;

/// <summary>A property whose value has been checked. <paramref name="Number"/> is set for counts, sizes and registers.</summary>
internal sealed record LocalProperty(PropertySchema Schema, PropertySyntax Syntax, string Text, ulong Number);
