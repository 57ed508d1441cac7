using TopologyLang.Import.Binary;

namespace TopologyLang.Import.Tests.Tables;

/// <summary>Bytes of a table, written as a dump, and a checksum that is right again after a change.</summary>
internal static class Hex
{
    public static byte[] Bytes(string dump) => Convert.FromHexString(string.Concat(dump.Where(char.IsAsciiHexDigit)));

    public static ByteView View(string name, byte[] bytes) => new(name, bytes);

    public static byte[] Summed(byte[] table)
    {
        var copy = table.ToArray();
        copy[9] = 0;
        copy[9] = (byte)(0x100 - (copy.Sum(value => value) & 0xff));
        return copy;
    }

    public static byte[] With(byte[] table, int offset, params byte[] values)
    {
        var copy = table.ToArray();
        values.CopyTo(copy, offset);
        return Summed(copy);
    }

    /// <summary>A header and a body.</summary>
    public static byte[] Table(string signature, params byte[] body)
    {
        var table = new byte[36 + body.Length];
        System.Text.Encoding.ASCII.GetBytes(signature).CopyTo(table, 0);
        BitConverter.GetBytes(table.Length).CopyTo(table, 4);
        body.CopyTo(table, 36);
        return Summed(table);
    }
}
