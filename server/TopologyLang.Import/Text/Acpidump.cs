using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Text;

/// <summary>
/// Reads the text of acpidump: a line <c>DMAR @ 0x...</c> for each table, then its bytes. A single table's raw bytes do
/// as well. A signature is any four characters: ASF! (Alert Standard Format) has a mark in it. Source: ACPICA
/// source/tools/acpidump/apdump.c.
/// </summary>
public static partial class Acpidump
{
    /// <exception cref="ImportException">There is no table in it, or a dump is broken.</exception>
    public static MachineFiles Parse(string origin, byte[] bytes)
    {
        if (
            bytes.Length >= 36
            && bytes.AsSpan(0, 4).IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0
            && bytes.AsSpan(0, 36).Contains((byte)0)
        )
        {
            return MachineFiles.Of(origin, ($"acpi/{System.Text.Encoding.ASCII.GetString(bytes, 0, 4)}", bytes));
        }

        var tables = new List<(string Name, byte[] Bytes)>();
        var current = new List<byte>();
        string? name = null;
        var number = 0;
        foreach (var line in System.Text.Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            number++;
            if (Header().Match(line) is { Success: true } header)
            {
                Close(tables, name, current);
                name = Unused(tables, header.Groups["name"].Value);
                current = [];
            }
            else if (name is not null && HexDump.Line(line) is { } dump)
            {
                HexDump.Append(current, dump, string.Create(CultureInfo.InvariantCulture, $"{origin}:{number}"));
            }
        }

        Close(tables, name, current);
        return tables.Count > 0
            ? MachineFiles.Of(origin, [.. tables])
            : throw new ImportException(
                $"{origin}: no table, and no line such as 'DMAR @ 0x000000007FFE3181' with its bytes below"
            );
    }

    private static void Close(List<(string Name, byte[] Bytes)> tables, string? name, List<byte> bytes)
    {
        if (name is not null && bytes.Count > 0)
        {
            tables.Add(($"acpi/{name}", [.. bytes]));
        }
    }

    /// <summary>Several SSDTs are numbered, as sysfs does.</summary>
    private static string Unused(List<(string Name, byte[] Bytes)> tables, string name)
    {
        var same = tables.Count(table => table.Name[5..].StartsWith(name, StringComparison.Ordinal));
        return same == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{same}");
    }

    [GeneratedRegex(@"^(?<name>[\x21-\x7e]{4}) @ 0x[0-9A-Fa-f]{1,16}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
