using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Values;

/// <summary>A value that fits its property, or the reason why it does not: exactly one of the two is set.</summary>
internal readonly record struct CheckedValue(LocalProperty? Property, LocalError? Error)
{
    public static CheckedValue Good(PropertySchema schema, PropertySyntax syntax, string written, ulong number = 0) =>
        new(new LocalProperty(schema, syntax, written, number), null);

    public static CheckedValue Bad(
        PropertySchema schema,
        ValueSyntax value,
        string written,
        string expected,
        string? suggestion = null
    )
    {
        var meant = suggestion is null ? "" : $"; did you mean `{suggestion}`?";
        var message = $"`{schema.Name}` needs {expected}, and `{ParseFailure.Cut(written)}` is none{meant}";
        return new CheckedValue(null, new LocalError(BindingCodes.WrongValue, value.Span, message, suggestion));
    }
}
