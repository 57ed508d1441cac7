using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>
/// Of the interrupt table only whether an Arm machine has an interrupt translation service (ITS), which keeps a device
/// from raising interrupts that are not its own. Source: ACPI specification 6.5, 5.2.12 (MADT) and 5.2.12.18 (GIC ITS
/// structure, type Fh).
/// </summary>
public static class Madt
{
    private const int FirstStructure = 44;
    private const int GicDistributor = 0x0c;
    private const int GicIts = 0x0f;

    /// <summary>Null: the table is of no Arm machine.</summary>
    /// <exception cref="ImportException">The table is damaged.</exception>
    public static Read<bool>? Its(ByteView file)
    {
        var table = AcpiTable.Open(file, "APIC");
        var structures = AcpiTable.Structures(table, FirstStructure, 2, structure => structure.U8(1));
        var its = structures.FirstOrDefault(structure => structure.U8(0) == GicIts);
        return its.Length > 0 ? new Read<bool>(true, its.Place(0))
            : structures.Any(structure => structure.U8(0) == GicDistributor) ? new Read<bool>(false, table.File)
            : null;
    }
}
