using System.Globalization;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Language.Binding.Values.CheckedValue;

namespace TopologyLang.Language.Binding.Values;

/// <summary>Does a value fit its property?</summary>
internal static class ValueCheck
{
    /// <summary>More than any Linux machine has (NR_CPUS).</summary>
    private const ulong MostCpus = 8192;

    public static CheckedValue Of(PropertySchema schema, PropertySyntax syntax, string text)
    {
        var value = syntax.Value;
        var written = text.Substring(value.Span.Start, value.Span.Length);
        return schema.Value switch
        {
            ValueKind.Word => Word(schema, syntax, written),
            ValueKind.YesNo => YesNo(schema, syntax, written),
            ValueKind.Count => Count(schema, syntax, written),
            ValueKind.Size => Size(schema, syntax, written),
            ValueKind.Kernel => Kernel(schema, syntax, written),
            ValueKind.Version when VersionText.TryParse(written) is not null => Good(schema, syntax, written),
            ValueKind.Version => Bad(
                schema,
                value,
                written,
                "a version such as 10.1",
                value is NumberValue ? written + ".0" : null
            ),
            ValueKind.Register when value is NumberValue number => Good(schema, syntax, written, number.Number),
            ValueKind.Register => Bad(schema, value, written, "a number such as 0xf020df"),
            ValueKind.Text => FreeText(schema, syntax, written),
            ValueKind.Bus => Bus(schema, syntax, written),
            ValueKind.Device or ValueKind.Domain when value is WordValue => Good(schema, syntax, written),
            ValueKind.Device or ValueKind.Domain => Bad(
                schema,
                value,
                written,
                $"the name of a {WordTable.Of(schema.Value)}"
            ),
            _ => ListCheck.Of(schema, syntax, written, text),
        };
    }

    private static CheckedValue Word(PropertySchema schema, PropertySyntax syntax, string written)
    {
        var isWord = syntax.Value is WordValue && schema.Words.Contains(written);
        var expected = $"one of {Expected.List([.. schema.Words.Select(Expected.Word)])}";
        return isWord
            ? Good(schema, syntax, written)
            : Bad(schema, syntax.Value, written, expected, Spelling.Nearest(written, schema.Words));
    }

    private static CheckedValue YesNo(PropertySchema schema, PropertySyntax syntax, string written)
    {
        if (written is "yes" or "no")
        {
            return Good(schema, syntax, written);
        }

        var meant = written.ToLowerInvariant() switch
        {
            "true" or "on" or "1" or "y" or "enabled" => "yes",
            "false" or "off" or "0" or "n" or "disabled" => "no",
            var other => Spelling.Nearest(other, ["yes", "no"]),
        };
        return Bad(schema, syntax.Value, written, "`yes` or `no`", meant);
    }

    private static CheckedValue Count(PropertySchema schema, PropertySyntax syntax, string written) =>
        syntax.Value is NumberValue { Number: >= 1 and <= MostCpus } number
            ? Good(schema, syntax, written, number.Number)
            : Bad(schema, syntax.Value, written, $"a number from 1 to {MostCpus}");

    private static CheckedValue Size(PropertySchema schema, PropertySyntax syntax, string written) =>
        syntax.Value switch
        {
            SizeValue size => Good(schema, syntax, written, size.Bytes),
            NumberValue => Bad(schema, syntax.Value, written, "a size with its unit, such as 4GiB", written + "B"),
            _ => Bad(schema, syntax.Value, written, "a size such as 4GiB"),
        };

    private static CheckedValue Kernel(PropertySchema schema, PropertySyntax syntax, string written) =>
        syntax.Value switch
        {
            VersionValue when KernelVersion.TryParse(written, out _) => Good(schema, syntax, written),
            StringValue text when KernelRelease.Parse(text.Text) is not null => Good(schema, syntax, text.Text),
            _ => Bad(
                schema,
                syntax.Value,
                written,
                "a kernel version such as 6.8, or what `uname -r` says, in quotes",
                syntax.Value is NumberValue ? written + ".0" : null
            ),
        };

    private static CheckedValue FreeText(PropertySchema schema, PropertySyntax syntax, string written) =>
        syntax.Value switch
        {
            StringValue { Text.Length: > 0 } text => Good(schema, syntax, text.Text),
            WordValue or NumberValue or AddressValue => Good(schema, syntax, written),
            _ => Bad(schema, syntax.Value, written, "a word or a string"),
        };

    private static CheckedValue Bus(PropertySchema schema, PropertySyntax syntax, string written) =>
        syntax.Value switch
        {
            PcieValue pcie => Good(schema, syntax, $"pcie {FullAddress(pcie.Address.Address)}"),
            WordValue { Word: "platform" } => Good(schema, syntax, written),
            AddressValue => Bad(schema, syntax.Value, written, "`pcie ADDRESS` or `platform`", $"pcie {written}"),
            _ => Bad(
                schema,
                syntax.Value,
                written,
                "`pcie ADDRESS` or `platform`",
                Spelling.Nearest(written, ["platform"])
            ),
        };

    /// <summary>With the domain, which may be left out, and in lower case, as the kernel prints it.</summary>
    private static string FullAddress(string address)
    {
        var lower = address.ToLower(CultureInfo.InvariantCulture);
        return lower.AsSpan().Count(':') == 2 ? lower.PadLeft(12, '0') : "0000:" + lower;
    }
}
