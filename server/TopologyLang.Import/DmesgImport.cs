using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import;

/// <summary>
/// Reads the kernel's boot log: its version, and the VT-d units with their capability registers. What a boot log does not say (which
/// device is behind which unit, say) is left out, not guessed.
/// Formats: drivers/iommu/intel/dmar.c:alloc_iommu ("DMAR: dmar%d: reg_base_addr ... cap ... ecap ..."), init/version.c.
/// </summary>
public static partial class DmesgImport
{
    /// <returns>A .topo text, each value with the line of the log that it was read from; null if the log names no VT-d unit.</returns>
    public static string? ToTopology(string log)
    {
        var units = UnitLine().Matches(log);
        if (units.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        text.AppendLine("// Read from a kernel log. It does not say which device is behind which unit: add the devices.");
        text.AppendLine();
        AppendHost(text, log);
        foreach (var unit in units.DistinctBy(unit => unit.Groups["name"].Value))
        {
            AppendUnit(text, unit);
        }

        return text.ToString();
    }

    private static void AppendHost(StringBuilder text, string log)
    {
        var version = VersionLine().Match(log);
        if (!version.Success)
        {
            text.AppendLine("// The log does not name the kernel's version: the newest known is assumed.");
            text.AppendLine("host machine { vendor = intel }");
            return;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"/// {version.Value}");
        text.AppendLine(CultureInfo.InvariantCulture, $"host machine {{ vendor = intel  kernel = {version.Groups["version"].Value} }}");
    }

    private static void AppendUnit(StringBuilder text, Match unit)
    {
        var cap = Hexadecimal(unit.Groups["cap"]);
        var ecap = Hexadecimal(unit.Groups["ecap"]);
        var registers = new VtdRegisters(cap, ecap);
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"/// {unit.Value}");
        text.AppendLine(registers.SnoopControl
            ? "/// Snoop control: its page tables can block no-snoop."
            : "/// No snoop control: nothing behind this unit can be kept from no-snoop.");
        text.AppendLine(CultureInfo.InvariantCulture, $"iommu {unit.Groups["name"].Value} on machine {{");
        text.AppendLine("  model = intel_vtd");
        text.AppendLine(CultureInfo.InvariantCulture, $"  cap   = 0x{cap:x}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  ecap  = 0x{ecap:x}");
        text.AppendLine("}");
    }

    private static ulong Hexadecimal(Group group) => ulong.Parse(group.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"DMAR: (?<name>dmar\d+): reg_base_addr [0-9a-f]{1,16} ver \d+:\d+ cap (?<cap>[0-9a-f]{1,16}) ecap (?<ecap>[0-9a-f]{1,16})")]
    private static partial Regex UnitLine();

    [GeneratedRegex(@"Linux version (?<version>\d{1,4}\.\d{1,4}(\.\d{1,4})?)")]
    private static partial Regex VersionLine();
}
