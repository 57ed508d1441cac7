using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Values;

/// <summary>Does a value fit its property? For properties whose value is a list.</summary>
internal static class ListCheck
{
    public static CheckedValue Of(PropertySchema schema, PropertySyntax syntax, string written, string text)
    {
        if (syntax.Value is not ListValue list)
        {
            var suggestion = syntax.Value is WordValue or ViaValue ? $"[{written}]" : null;
            return CheckedValue.Bad(schema, syntax.Value, written, "a list in brackets", suggestion);
        }

        foreach (var item in list.Items)
        {
            var itemText = text.Substring(item.Span.Start, item.Span.Length);
            if (Problem(schema, item, itemText) is { } error)
            {
                return new CheckedValue(null, error);
            }
        }

        return CheckedValue.Good(schema, syntax, written);
    }

    private static LocalError? Problem(PropertySchema schema, ValueSyntax item, string written) =>
        (schema.Value, item) switch
        {
            (ValueKind.Devices, WordValue) or (ValueKind.Assignments, ViaValue) => null,
            (ValueKind.Words, WordValue word) when schema.Words.Contains(word.Word) => null,
            (ValueKind.Devices, ViaValue via) => new LocalError(
                BindingCodes.WrongValue,
                item.Span,
                $"`{schema.Name}` needs device names: this is the domain already",
                via.Device.Text
            ),
            (ValueKind.Devices, _) => CheckedValue.Bad(schema, item, written, "device names").Error,
            (ValueKind.Words, _) => CheckedValue
                .Bad(
                    schema,
                    item,
                    written,
                    $"words of {Expected.List([.. schema.Words.Select(Expected.Word)])}",
                    Spelling.Nearest(written, schema.Words)
                )
                .Error,

            // The domain may be known from a domain's own attach list, so this is for the next stage to say.
            (ValueKind.Assignments, WordValue) => null,
            _ => CheckedValue.Bad(schema, item, written, "items of the form `DEVICE via DOMAIN`").Error,
        };
}
