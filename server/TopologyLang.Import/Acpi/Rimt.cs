using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>A RISC-V IOMMU: a PCI function, or registers at an address.</summary>
public sealed record RimtUnit(PciAddress? Function, ulong Base, int Offset, string From);

/// <summary>Requester IDs of a segment that reach the unit at an offset of the table.</summary>
public sealed record RimtRange(int Segment, long First, long Last, int Unit);

/// <summary>
/// The I/O mapping table of RISC-V machines. It has no word about coherency. Source: RISC-V IO Mapping Table
/// specification 1.0, chapter 2; Linux include/acpi/actbl2.h (acpi_table_rimt).
/// </summary>
public sealed record Rimt(ImmutableArray<RimtUnit> Units, ImmutableArray<RimtRange> Ranges)
{
    private const int NodeHeader = 8;
    private const int MappingLength = 20;

    private enum Kind
    {
        Iommu = 0,
        RootComplex = 1,
    }

    /// <exception cref="ImportException">The table is damaged.</exception>
    public static Rimt Decode(ByteView file)
    {
        var table = AcpiTable.Open(file, "RIMT");
        var nodes = AcpiTable.Nodes(table, wide: true, NodeHeader, node => node.U16(2));
        return new Rimt(
            [.. nodes.Where(node => (Kind)node.U8(0) == Kind.Iommu).Select(node => Unit(table, node))],
            [.. nodes.Where(node => (Kind)node.U8(0) == Kind.RootComplex).SelectMany(RangesOf)]
        );
    }

    /// <summary>The unit that a requester ID reaches; null where it reaches none.</summary>
    public RimtUnit? UnitOf(PciAddress function)
    {
        var range = Ranges.FirstOrDefault(range =>
            range.Segment == function.Segment
            && function.RequesterId >= range.First
            && function.RequesterId <= range.Last
        );
        return range is null
            ? null
            : Units.FirstOrDefault(unit => unit.Offset == range.Unit && unit.Function != function);
    }

    private static RimtUnit Unit(ByteView table, ByteView node)
    {
        const uint IsPci = 1;
        return new RimtUnit(
            (node.U32(24) & IsPci) != 0 ? PciAddress.Of(node.U16(32), node.U16(34)) : null,
            node.U64(16),
            node.Start - table.Start,
            node.Place(0)
        );
    }

    private static IEnumerable<RimtRange> RangesOf(ByteView node)
    {
        int segment = node.U16(14);
        int first = node.U16(16);
        int count = node.U16(18);
        if (count > 0 && first + (count * MappingLength) > node.Length)
        {
            throw node.Error(
                16,
                $"{count} ID mappings at 0x{first:x} of this node do not fit into its {node.Length} bytes"
            );
        }

        for (var at = first; count-- > 0; at += MappingLength)
        {
            yield return new RimtRange(
                segment,
                node.U32(at),
                (long)node.U32(at) + node.U32(at + 4) - 1,
                (int)node.U32(at + 12)
            );
        }
    }
}
