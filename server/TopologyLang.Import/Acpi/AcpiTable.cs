using System.Collections.Immutable;
using TopologyLang.Import.Binary;

namespace TopologyLang.Import.Acpi;

/// <summary>
/// The header that every ACPI table starts with. Source: ACPI specification 6.5, 5.2.6 (System Description Table Header).
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

        return sum == 0 ? table : throw table.Error(9, $"the checksum is wrong: all bytes together give 0x{sum:x2}, not 0");
    }

    /// <summary>
    /// Structures that follow each other, each with its own length. One that is too short for its header, or that ends past the table,
    /// is an error: without it nothing behind it could be found.
    /// </summary>
    /// <param name="lengthOf">Reads the length out of the structure's header.</param>
    public static ImmutableArray<ByteView> Structures(ByteView table, int first, int header, Func<ByteView, int> lengthOf)
    {
        var structures = ImmutableArray.CreateBuilder<ByteView>();
        for (var offset = first; offset < table.Length;)
        {
            var rest = table.From(offset);
            if (rest.Length < header)
            {
                throw rest.Error(0, $"{rest.Length} bytes are left, too few for another structure");
            }

            var length = lengthOf(rest);
            if (length < header || length > rest.Length)
            {
                throw rest.Error(0, $"a structure of {length} bytes cannot stand here: it has at least {header}, and {rest.Length} are left");
            }

            structures.Add(rest.Slice(0, length));
            offset += length;
        }

        return structures.ToImmutable();
    }
}
