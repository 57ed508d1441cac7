using System.Globalization;
using TopologyLang.Import.Pci;

namespace TopologyLang.Import.Facts;

/// <summary>Names as a person would give them: what it is, and where it stands (<c>nic_03_00_0</c>).</summary>
public static class DeviceNames
{
    public static string Of(FunctionFacts function) =>
        $"{PciClass.Of(function.ClassCode?.Value).Name}_{Suffix(function.Address)}";

    public static string Suffix(PciAddress address) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(address.Segment == 0 ? "" : $"{address.Segment:x4}_")}{address.Bus:x2}_{address.Device:x2}_"
                + $"{address.Function:x}"
        );
}
