using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>A virtio-iommu: a PCI function, or registers at an address.</summary>
public sealed record ViotUnit(PciAddress? Function, ulong? Base, int Offset, string From);

/// <summary>PCI functions behind the unit at an offset of the table.</summary>
public sealed record ViotRange(int FirstSegment, int LastSegment, int First, int Last, int Unit, string From);

/// <summary>
/// The virtual I/O translation table of machines with a virtio-iommu. Source: ACPI specification 6.5, 5.2.34 (VIOT);
/// Linux include/acpi/actbl3.h (acpi_table_viot).
/// </summary>
public sealed record Viot(ImmutableArray<ViotUnit> Units, ImmutableArray<ViotRange> Ranges)
{
    private const int NodeHeader = 4;

    private enum Kind
    {
        PciRange = 1,
        PciUnit = 3,
        MmioUnit = 4,
    }

    /// <exception cref="ImportException">The table is damaged.</exception>
    public static Viot Decode(ByteView file)
    {
        var table = AcpiTable.Open(file, "VIOT");
        var nodes = AcpiTable.Nodes(table, wide: false, NodeHeader, node => node.U16(2));
        return new Viot(
            [
                .. nodes
                    .Where(node => (Kind)node.U8(0) is Kind.PciUnit or Kind.MmioUnit)
                    .Select(node => Unit(table, node)),
            ],
            [
                .. nodes
                    .Where(node => (Kind)node.U8(0) == Kind.PciRange)
                    .Select(node => new ViotRange(
                        node.U16(8),
                        node.U16(10),
                        node.U16(12),
                        node.U16(14),
                        node.U16(16),
                        node.Place(0)
                    )),
            ]
        );
    }

    /// <summary>The unit that translates for the function; null: none that the table names.</summary>
    public ViotUnit? UnitOf(PciAddress function)
    {
        var range = Ranges.FirstOrDefault(range =>
            function.Segment >= range.FirstSegment
            && function.Segment <= range.LastSegment
            && function.RequesterId >= range.First
            && function.RequesterId <= range.Last
        );
        return range is null
            ? null
            : Units.FirstOrDefault(unit => unit.Offset == range.Unit && unit.Function != function);
    }

    private static ViotUnit Unit(ByteView table, ByteView node)
    {
        var isPci = (Kind)node.U8(0) == Kind.PciUnit;
        return new ViotUnit(
            isPci ? PciAddress.Of(node.U16(4), node.U16(6)) : null,
            isPci ? null : node.U64(8),
            node.Start - table.Start,
            node.Place(0)
        );
    }
}
