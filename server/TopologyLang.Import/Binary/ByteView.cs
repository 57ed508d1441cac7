using System.Buffers.Binary;
using System.Text;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Binary;

/// <summary>
/// A part of a file that knows where it stands in it. Every read is checked, so damaged input ends in an
/// <see cref="ImportException"/> that names the file and the offset, never in another exception.
/// </summary>
/// <param name="File">The file's name, as messages and comments shall show it.</param>
/// <param name="Start">Offset of the first byte from the start of the file.</param>
public readonly record struct ByteView(string File, ReadOnlyMemory<byte> Bytes, int Start = 0)
{
    public int Length => Bytes.Length;

    public byte U8(int offset) => At(offset, 1)[0];

    public ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    public uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    public ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));

    public uint BigU32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(At(offset, 4));

    /// <summary>Characters that are not printable ASCII become dots.</summary>
    public string Ascii(int offset, int length)
    {
        var text = new StringBuilder(length);
        foreach (var character in At(offset, length))
        {
            text.Append(character is >= 0x20 and < 0x7f ? (char)character : '.');
        }

        return text.ToString();
    }

    public ReadOnlySpan<byte> At(int offset, int length) =>
        offset >= 0 && length >= 0 && offset <= Length - length
            ? Bytes.Span.Slice(offset, length)
            : throw Error(offset, $"needs {length} bytes here, and the data ends at 0x{Start + Length:x}");

    public ByteView Slice(int offset, int length)
    {
        At(offset, length);
        return this with { Bytes = Bytes.Slice(offset, length), Start = Start + offset };
    }

    public ByteView From(int offset) => Slice(offset, Math.Max(0, Length - offset));

    /// <summary>Where a byte of this view stands, for a comment: <c>acpi/DMAR+0x40</c>.</summary>
    public string Place(int offset) => $"{File}+0x{Start + offset:x}";

    public ImportException Error(int offset, string problem) =>
        new($"{File}: at 0x{Math.Max(0L, (long)Start + offset):x}: {problem}");
}
