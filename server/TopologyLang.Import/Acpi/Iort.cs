using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>An SMMU. <paramref name="CoherentWalk"/> is what Linux takes for the coherency of its page walks.</summary>
/// <param name="Offset">Of its node in the table; mappings point to it.</param>
public sealed record IortSmmu(bool IsVersion3, int Offset, ulong Base, bool CoherentWalk, string From);

/// <summary>Memory access properties of a root complex or a named component.</summary>
/// <param name="Flags">Bit 0 CPM, bit 1 DACS, bit 2 CANWBS.</param>
public sealed record IortMemory(bool Coherent, int Flags, string From)
{
    public bool Cpm => (Flags & 1) != 0;

    public bool Dacs => (Flags & 2) != 0;

    public bool Canwbs => (Flags & 4) != 0;
}

/// <summary>Input IDs that reach a node, at that node's offset.</summary>
public sealed record IortMapping(long First, long Last, long Output, int Target);

public sealed record IortRootComplex(int Segment, IortMemory Memory, ImmutableArray<IortMapping> Mappings);

/// <param name="Path">Its path in the ACPI namespace.</param>
public sealed record IortNamedComponent(string Path, IortMemory Memory, ImmutableArray<IortMapping> Mappings);

/// <summary>
/// The I/O remapping table of Arm machines. Source: Arm DEN0049E.f, 3.1 (nodes, ID mappings, memory access properties);
/// Linux drivers/acpi/arm64/iort.c:iort_pci_rc_supports_canwbs,
/// drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_device_acpi_probe (the flag overrides what IDR0.COHACC says).
/// </summary>
public sealed record Iort(
    ImmutableArray<IortSmmu> Smmus,
    ImmutableArray<IortRootComplex> RootComplexes,
    ImmutableArray<IortNamedComponent> NamedComponents,
    bool HasIts
)
{
    private const int NodeHeader = 16;
    private const int MappingLength = 20;

    private enum Kind
    {
        ItsGroup = 0,
        NamedComponent = 1,
        RootComplex = 2,
        Smmu = 3,
        Smmu3 = 4,
    }

    /// <exception cref="ImportException">The table is damaged.</exception>
    public static Iort Decode(ByteView file)
    {
        var table = AcpiTable.Open(file, "IORT");
        var nodes = AcpiTable.Nodes(table, wide: true, NodeHeader, node => node.U16(1));
        var offsets = nodes.Select(node => node.Start - table.Start).ToHashSet();
        return new Iort(
            [.. nodes.Where(node => KindOf(node) is Kind.Smmu or Kind.Smmu3).Select(node => Smmu(table, node))],
            [
                .. nodes
                    .Where(node => KindOf(node) == Kind.RootComplex)
                    .Select(node => new IortRootComplex(
                        (int)(node.U32(28) & 0xffff),
                        Memory(node, 16, 20, 23),
                        Mappings(node, offsets)
                    )),
            ],
            [
                .. nodes
                    .Where(node => KindOf(node) == Kind.NamedComponent)
                    .Select(node => new IortNamedComponent(
                        Name(node),
                        Memory(node, 20, 24, 27),
                        Mappings(node, offsets)
                    )),
            ],
            nodes.Any(node => KindOf(node) == Kind.ItsGroup)
        );
    }

    /// <summary>The SMMU that a root complex's requester ID reaches; null where it reaches none.</summary>
    public IortSmmu? SmmuOf(int segment, int requesterId)
    {
        var target = RootComplexes
            .Where(complex => complex.Segment == segment)
            .SelectMany(complex => complex.Mappings)
            .FirstOrDefault(mapping => requesterId >= mapping.First && requesterId <= mapping.Last)
            ?.Target;
        return Smmus.FirstOrDefault(smmu => smmu.Offset == target);
    }

    private static Kind KindOf(ByteView node) => (Kind)node.U8(0);

    private static IortSmmu Smmu(ByteView table, ByteView node)
    {
        var isVersion3 = KindOf(node) == Kind.Smmu3;
        var flagsAt = isVersion3 ? 24 : 36;
        var coherent = isVersion3 ? 1u : 2u;
        return new IortSmmu(
            isVersion3,
            node.Start - table.Start,
            node.U64(16),
            (node.U32(flagsAt) & coherent) != 0,
            node.Place(flagsAt)
        );
    }

    private static IortMemory Memory(ByteView node, int coherency, int hints, int flags)
    {
        node.At(hints, 1);
        return new IortMemory(node.U32(coherency) == 1, node.U8(flags), node.Place(flags));
    }

    private static string Name(ByteView node)
    {
        const int start = 29;
        var end = node.At(start, node.Length - start).IndexOf((byte)0);
        return node.Ascii(start, end < 0 ? node.Length - start : end);
    }

    private static ImmutableArray<IortMapping> Mappings(ByteView node, HashSet<int> nodes)
    {
        var count = node.U32(8);
        var first = node.U32(12);
        if (count > 0 && (first > node.Length || count > (node.Length - first) / MappingLength))
        {
            throw node.Error(
                8,
                $"{count} ID mappings at 0x{first:x} of this node do not fit into its {node.Length} bytes"
            );
        }

        return
        [
            .. Enumerable
                .Range(0, (int)count)
                .Select(index => Mapping(node, (int)first + (index * MappingLength), nodes)),
        ];
    }

    private static IortMapping Mapping(ByteView node, int at, HashSet<int> nodes)
    {
        const uint SingleMapping = 1;
        long first = node.U32(at);
        long last = (node.U32(at + 16) & SingleMapping) != 0 ? first : first + node.U32(at + 4);
        var target = node.U32(at + 12);
        return nodes.Contains((int)target)
            ? new IortMapping(first, last, node.U32(at + 8), (int)target)
            : throw node.Error(at + 12, $"an ID mapping points to 0x{target:x}, where no node starts");
    }
}
