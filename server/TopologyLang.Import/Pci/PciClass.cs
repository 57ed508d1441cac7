using System.Collections.Immutable;

namespace TopologyLang.Import.Pci;

/// <summary>
/// Class codes and the words for them. Source: PCI Code and ID Assignment specification 1.11, chapter 1.
/// </summary>
public static class PciClass
{
    public const int Bridge = 0x06;

    /// <summary>System peripheral, IOMMU.</summary>
    public const int Iommu = 0x0806;

    /// <summary>
    /// Base class and subclass (-1: any), the word for <c>class</c>, and how a person would call such a device.
    /// </summary>
    private static readonly ImmutableArray<(int Base, int Subclass, string Word, string Name)> Words =
    [
        (0x01, 0x08, "storage", "nvme"),
        (0x01, 0x06, "storage", "sata"),
        (0x01, -1, "storage", "disk"),
        (0x02, -1, "network", "nic"),
        (0x03, -1, "display", "gpu"),
        (0x04, -1, "audio", "audio"),
        (0x06, -1, "bridge", "bridge"),
        (0x07, -1, "serial", "serial"),
        (0x0c, 0x03, "usb", "usb"),
        (0x12, -1, "accelerator", "accelerator"),
    ];

    /// <param name="classCode">Three bytes; null where it is not known.</param>
    public static (string? Word, string Name) Of(int? classCode)
    {
        var row = Words.FirstOrDefault(row =>
            row.Base == classCode >> 16 && (row.Subclass < 0 || row.Subclass == ((classCode >> 8) & 0xff))
        );
        return row.Word is null ? (null, "device") : (row.Word, row.Name);
    }
}
