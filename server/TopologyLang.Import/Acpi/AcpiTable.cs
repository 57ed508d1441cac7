using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>
/// The header that every ACPI table starts with. Source: ACPI specification 6.5, 5.2.6 (System Description Table
/// Header).
/// </summary>
public static class AcpiTable
{
    public const int HeaderLength = 36;

    /// <summary>The table without what stands behind its end.</summary>
    /// <exception cref="ImportException">No such table, or its length or checksum is wrong.</exception>
    public static ByteView Open(ByteView file, string signature)
    {
        if (file.Length < HeaderLength)
        {
            throw file.Error(file.Length, $"an ACPI table has a header of {HeaderLength} bytes");
        }

        if (file.Ascii(0, 4) != signature)
        {
            throw file.Error(0, $"the signature is '{file.Ascii(0, 4)}', not '{signature}'");
        }

        var length = file.U32(4);
        if (length < HeaderLength || length > file.Length)
        {
            throw file.Error(4, $"the table says that it is {length} bytes long; there are {file.Length}");
        }

        var table = file.Slice(0, (int)length);
        var sum = 0;
        foreach (var value in table.Bytes.Span)
        {
            sum = (sum + value) & 0xff;
        }

        return sum == 0
            ? table
            : throw table.Error(9, $"the checksum is wrong: all bytes together give 0x{sum:x2}, not 0");
    }

    /// <summary>The nodes of a table that says behind its header how many it has, and where they start.</summary>
    /// <param name="wide">Both numbers have 32 bits; else 16.</param>
    /// <param name="header">Of a node, in bytes.</param>
    /// <param name="lengthOf">Reads the length out of the node's header.</param>
    /// <exception cref="ImportException">They start outside of the table, or there are fewer.</exception>
    public static ImmutableArray<ByteView> Nodes(ByteView table, bool wide, int header, Func<ByteView, int> lengthOf)
    {
        var startAt = HeaderLength + (wide ? 4 : 2);
        var count = wide ? table.U32(HeaderLength) : table.U16(HeaderLength);
        var first = wide ? table.U32(startAt) : table.U16(startAt);
        if (first < HeaderLength || first > table.Length)
        {
            throw table.Error(startAt, $"the nodes are said to start at 0x{first:x}, outside the table");
        }

        var nodes = Structures(table, (int)first, header, lengthOf);
        return nodes.Length >= count
            ? [.. nodes.Take((int)count)]
            : throw table.Error(HeaderLength, $"the table says that it has {count} nodes; there are {nodes.Length}");
    }

    /// <summary>
    /// Structures that follow each other, each with its own length. One that is too short for its header, or that ends
    /// past the table, is an error: without it nothing behind it could be found.
    /// </summary>
    /// <param name="lengthOf">Reads the length out of the structure's header.</param>
    public static ImmutableArray<ByteView> Structures(
        ByteView table,
        int first,
        int header,
        Func<ByteView, int> lengthOf
    )
    {
        var structures = ImmutableArray.CreateBuilder<ByteView>();
        for (var offset = first; offset < table.Length; )
        {
            var rest = table.From(offset);
            if (rest.Length < header)
            {
                throw rest.Error(0, $"{rest.Length} bytes are left, too few for another structure");
            }

            var length = lengthOf(rest);
            if (length < header || length > rest.Length)
            {
                throw rest.Error(
                    0,
                    $"a structure of {length} bytes cannot stand here: it has at least {header}, and {rest.Length} are "
                        + "left"
                );
            }

            structures.Add(rest.Slice(0, length));
            offset += length;
        }

        return structures.ToImmutable();
    }
}
