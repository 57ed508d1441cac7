using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>One VT-d unit (DRHD). Its capabilities are registers of the unit and not in the table.</summary>
/// <param name="IncludesAll">It translates for every device of its segment that no other unit names.</param>
public sealed record DmarUnit(int Segment, ulong Base, bool IncludesAll, ImmutableArray<DmarScope> Scopes, string From);

/// <summary>Memory that devices need mapped one to one (RMRR).</summary>
public sealed record DmarReservedMemory(
    int Segment,
    ulong First,
    ulong Last,
    ImmutableArray<DmarScope> Scopes,
    string From
);

/// <summary>
/// Devices that the firmware calls integrated and trusted with ATS (SATC), or whose root ports have it (ATSR).
/// </summary>
public sealed record DmarAts(
    bool IsSatc,
    int Segment,
    bool AllPortsOrRequired,
    ImmutableArray<DmarScope> Scopes,
    string From
);

/// <summary>
/// The DMA remapping table of VT-d. Source: Intel VT-d specification 8.1 to 8.9; Linux include/acpi/actbl1.h
/// (acpi_table_dmar).
/// </summary>
public sealed record Dmar(
    int AddressWidth,
    bool InterruptRemapping,
    bool RemappingOptOut,
    ImmutableArray<DmarUnit> Units,
    ImmutableArray<DmarReservedMemory> Reserved,
    ImmutableArray<DmarAts> Ats
)
{
    private const int FirstStructure = 48;
    private const int StructureHeader = 4;

    private enum Kind
    {
        Drhd = 0,
        Rmrr = 1,
        Atsr = 2,
        Satc = 5,
    }

    /// <exception cref="ImportException">The table is damaged.</exception>
    public static Dmar Decode(ByteView file)
    {
        var table = AcpiTable.Open(file, "DMAR");
        var units = ImmutableArray.CreateBuilder<DmarUnit>();
        var reserved = ImmutableArray.CreateBuilder<DmarReservedMemory>();
        var ats = ImmutableArray.CreateBuilder<DmarAts>();
        foreach (
            var part in AcpiTable.Structures(table, FirstStructure, StructureHeader, structure => structure.U16(2))
        )
        {
            switch ((Kind)part.U16(0))
            {
                case Kind.Drhd:
                    units.Add(
                        new DmarUnit(
                            part.U16(6),
                            part.U64(8),
                            (part.U8(4) & 1) != 0,
                            DmarScope.DecodeAll(part, 16),
                            part.Place(0)
                        )
                    );
                    break;
                case Kind.Rmrr:
                    reserved.Add(
                        new DmarReservedMemory(
                            part.U16(6),
                            part.U64(8),
                            part.U64(16),
                            DmarScope.DecodeAll(part, 24),
                            part.Place(0)
                        )
                    );
                    break;
                case Kind.Atsr or Kind.Satc:
                    ats.Add(
                        new DmarAts(
                            part.U16(0) == (int)Kind.Satc,
                            part.U16(6),
                            (part.U8(4) & 1) != 0,
                            DmarScope.DecodeAll(part, 8),
                            part.Place(0)
                        )
                    );
                    break;
            }
        }

        return new Dmar(
            table.U8(36) + 1,
            (table.U8(37) & 1) != 0,
            (table.U8(37) & 8) != 0,
            units.ToImmutable(),
            reserved.ToImmutable(),
            ats.ToImmutable()
        );
    }
}
