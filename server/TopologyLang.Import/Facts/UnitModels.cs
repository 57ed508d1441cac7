using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Import.Pci;

namespace TopologyLang.Import.Facts;

/// <summary>
/// Which driver an IOMMU has, by the name that the driver gives it in /sys/class/iommu. Source: the
/// iommu_device_sysfs_add calls of drivers/iommu/intel/dmar.c, amd/init.c, arm/arm-smmu-v3/arm-smmu-v3.c,
/// arm/arm-smmu/arm-smmu.c, virtio-iommu.c, riscv/iommu.c, s390-iommu.c and apple-dart.c.
/// </summary>
public static partial class UnitModels
{
    private static readonly ImmutableArray<(string Prefix, string Model)> Prefixes =
    [
        ("dmar", "intel_vtd"),
        ("ivhd", "amd_vi"),
        ("smmu3.", "arm_smmu_v3"),
        ("smmu.", "arm_smmu_v2"),
        ("riscv-iommu@", "riscv"),
        ("s390-iommu.", "s390"),
        ("apple-dart.", "apple_dart"),
    ];

    /// <summary>Null: no driver that is known here.</summary>
    public static string? Of(string sysfsName) =>
        Prefixes.FirstOrDefault(row => sysfsName.StartsWith(row.Prefix, StringComparison.Ordinal)).Model
        ?? (
            PciAddress.TryParse(sysfsName) is not null || sysfsName.Contains("virtio", StringComparison.Ordinal)
                ? "virtio"
                : null
        );

    public static string SmmuName(bool isVersion3, ulong address) =>
        string.Create(CultureInfo.InvariantCulture, $"{(isVersion3 ? "smmu3" : "smmu")}.0x{address:x16}");

    public static ulong? AddressIn(string sysfsName) =>
        Address().Match(sysfsName) is { Success: true } match
            ? ulong.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : null;

    /// <summary>A name of the language: <c>smmu3_9050000</c> for <c>smmu3.0x0000000009050000</c>.</summary>
    public static string DeclaredName(string sysfsName)
    {
        var word =
            PciAddress.TryParse(sysfsName) is { } address ? "virtio_" + DeviceNames.Suffix(address)
            : AddressIn(sysfsName) is { } at
                ? sysfsName[..sysfsName.IndexOf('.', StringComparison.Ordinal)]
                    + string.Create(CultureInfo.InvariantCulture, $"_{at:x}")
            : sysfsName;
        return DistinctNames.Word(word, "iommu");
    }

    [GeneratedRegex(@"\.0x([0-9a-f]{1,16})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
