using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>
/// One AMD-Vi unit as the newest kind of block that names it says (40h, else 11h, else 10h), as Linux takes it.
/// </summary>
/// <param name="RequesterId">The unit's own PCI function.</param>
/// <param name="Features">The extended feature register; null in blocks of type 10h, which do not have it.</param>
/// <param name="Devices">First and last requester ID of each range that it translates for.</param>
public sealed record IvrsUnit(
    int Segment,
    int RequesterId,
    ulong Base,
    ulong? Features,
    ImmutableArray<(int First, int Last)> Devices,
    string From
);

/// <summary>Memory that devices need mapped (IVMD), for a range of requester IDs.</summary>
/// <param name="IsMapped">Unity mapping or exclusion asked for; the kernel keeps both reachable.</param>
public sealed record IvrsMemory(int First, int Last, ulong Start, ulong Length, bool IsMapped, string From);

/// <summary>
/// The I/O virtualization table of AMD-Vi. Source: AMD I/O Virtualization Technology specification 48882, 5.2 (IVRS);
/// Linux drivers/iommu/amd/init.c:init_iommu_from_acpi, get_highest_supported_ivhd_type.
/// </summary>
public sealed record Ivrs(ImmutableArray<IvrsUnit> Units, ImmutableArray<IvrsMemory> Memory)
{
    private const int FirstBlock = 48;
    private const int BlockHeader = 4;
    private const int EveryDevice = 0xffff;

    /// <exception cref="ImportException">The table is damaged.</exception>
    public static Ivrs Decode(ByteView file)
    {
        var table = AcpiTable.Open(file, "IVRS");
        var blocks = AcpiTable.Structures(table, FirstBlock, BlockHeader, block => block.U16(2));
        var newest = blocks.Select(block => block.U8(0)).Where(IsHardware).DefaultIfEmpty((byte)0).Max();
        return new Ivrs(
            [.. blocks.Where(block => block.U8(0) == newest && IsHardware(block.U8(0))).Select(Unit)],
            [.. blocks.Where(block => block.U8(0) is 0x20 or 0x21 or 0x22).Select(MemoryOf)]
        );
    }

    private static bool IsHardware(byte type) => type is 0x10 or 0x11 or 0x40;

    private static IvrsUnit Unit(ByteView block)
    {
        var hasFeatures = block.U8(0) != 0x10;
        return new IvrsUnit(
            block.U16(16),
            block.U16(4),
            block.U64(8),
            hasFeatures ? block.U64(24) : null,
            Devices(block, hasFeatures ? 40 : 24),
            block.Place(0)
        );
    }

    private static ImmutableArray<(int First, int Last)> Devices(ByteView block, int first)
    {
        var ranges = ImmutableArray.CreateBuilder<(int, int)>();
        int? start = null;
        foreach (var entry in AcpiTable.Structures(block, first, 4, EntryLength))
        {
            int id = entry.U16(1);
            switch (entry.U8(0))
            {
                case 0x01:
                    ranges.Add((0, EveryDevice));
                    break;
                case 0x02 or 0x42 or 0x46:
                    ranges.Add((id, id));
                    break;
                case 0x03 or 0x43 or 0x47:
                    start = id;
                    break;
                case 0x04 when start is { } from:
                    ranges.Add((from, id));
                    start = null;
                    break;
                case 0x04:
                    throw entry.Error(0, "a range of devices ends here that did not start");
            }
        }

        return ranges.ToImmutable();
    }

    /// <summary>
    /// 4, 8, 16 or 32 bytes by the two upper bits of the type; an ACPI HID entry (F0h) has the length of its name at
    /// 15h.
    /// </summary>
    private static int EntryLength(ByteView entry) =>
        entry.U8(0) switch
        {
            0xf0 => 22 + entry.U8(21),
            var type => 4 << (type >> 6),
        };

    private static IvrsMemory MemoryOf(ByteView block)
    {
        var (first, last) = block.U8(0) switch
        {
            0x20 => (0, EveryDevice),
            0x21 => (block.U16(4), block.U16(4)),
            _ => (block.U16(4), block.U16(6)),
        };
        const int UnityOrExclusion = 0b1001;
        return new IvrsMemory(
            first,
            last,
            block.U64(16),
            block.U64(24),
            (block.U8(1) & UnityOrExclusion) != 0,
            block.Place(0)
        );
    }
}
