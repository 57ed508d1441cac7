using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.DeviceTree;

/// <summary>
/// Reads a flattened device tree. Source: Devicetree specification 0.4, chapter 5 (Flattened Devicetree format); Linux
/// gives the one it was booted with as /sys/firmware/fdt.
/// </summary>
public static class Dtb
{
    /// <summary>Deeper trees do not exist; it keeps a hostile file from exhausting the stack.</summary>
    private const int DeepestNode = 64;

    private const int HeaderLength = 40;
    private const uint Magic = 0xd00dfeed;
    private const uint BeginNode = 1;
    private const uint EndNode = 2;
    private const uint Property = 3;
    private const uint Nop = 4;

    /// <exception cref="ImportException">No flattened device tree, or a damaged one.</exception>
    public static DeviceTreeNode Decode(ByteView file)
    {
        if (file.Length < HeaderLength || file.BigU32(0) != Magic)
        {
            throw file.Error(
                0,
                $"no flattened device tree: one starts with 0x{Magic:x} and has a header of {HeaderLength} bytes"
            );
        }

        var size = file.BigU32(4);
        if (size < HeaderLength || size > file.Length)
        {
            throw file.Error(4, $"the tree says that it is {size} bytes long; there are {file.Length}");
        }

        var structure = Block(file, size, 8, 36, "structure");
        var strings = Block(file, size, 12, 32, "strings");
        var at = 0;
        while (structure.BigU32(at) == Nop)
        {
            at += 4;
        }

        return structure.BigU32(at) == BeginNode
            ? Node(structure, strings, ref at, 0)
            : throw structure.Error(at, "the root node does not start here");
    }

    private static ByteView Block(ByteView file, uint size, int offsetAt, int lengthAt, string name)
    {
        var offset = file.BigU32(offsetAt);
        var length = file.BigU32(lengthAt);
        return offset <= size && length <= size - offset
            ? file.Slice((int)offset, (int)length)
            : throw file.Error(offsetAt, $"the {name} block (0x{length:x} bytes at 0x{offset:x}) ends behind the tree");
    }

    private static DeviceTreeNode Node(ByteView structure, ByteView strings, ref int at, int depth)
    {
        if (depth > DeepestNode)
        {
            throw structure.Error(at, $"nodes are nested more than {DeepestNode} deep");
        }

        var from = structure.Place(at);
        at += 4;
        var name = Text(structure, at);
        at += Aligned(name.Length + 1);
        var properties = ImmutableSortedDictionary.CreateBuilder<string, ByteView>(StringComparer.Ordinal);
        var children = ImmutableArray.CreateBuilder<DeviceTreeNode>();
        while (true)
        {
            switch (structure.BigU32(at))
            {
                case BeginNode:
                    children.Add(Node(structure, strings, ref at, depth + 1));
                    break;
                case Property:
                    var length = structure.BigU32(at + 4);
                    var value =
                        length <= structure.Length
                            ? structure.Slice(at + 12, (int)length)
                            : throw structure.Error(at + 4, $"a property of {length} bytes does not fit into the tree");
                    properties[Text(strings, Offset(strings, structure.BigU32(at + 8)))] = value;
                    at += 12 + Aligned((int)length);
                    break;
                case Nop:
                    at += 4;
                    break;
                case EndNode:
                    at += 4;
                    return new DeviceTreeNode(name, properties.ToImmutable(), children.ToImmutable(), from);
                case var token:
                    throw structure.Error(at, $"no token of a device tree: 0x{token:x}");
            }
        }
    }

    private static int Offset(ByteView strings, uint offset) =>
        offset < strings.Length
            ? (int)offset
            : throw strings.Error(
                0,
                $"a property's name is said to stand at 0x{offset:x} of the strings, which have {strings.Length} bytes"
            );

    private static string Text(ByteView view, int at)
    {
        var end = view.At(at, view.Length - at).IndexOf((byte)0);
        return end >= 0 ? view.Ascii(at, end) : throw view.Error(at, "a name does not end");
    }

    private static int Aligned(int length) => (length + 3) & ~3;
}
