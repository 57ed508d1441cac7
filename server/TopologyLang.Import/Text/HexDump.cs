using System.Globalization;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Text;

/// <summary>Lines of <c>OFFSET: byte byte ...</c>, as lspci -x and acpidump print them.</summary>
internal static class HexDump
{
    /// <summary>The offset and the bytes of one line; null for a line of another kind.</summary>
    public static (int Offset, byte[] Bytes)? Line(string line)
    {
        var text = line.Trim();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (
            colon is < 1 or > 8
            || !int.TryParse(
                text.AsSpan(0, colon),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture,
                out var offset
            )
        )
        {
            return null;
        }

        // acpidump prints the characters behind the bytes: only the first sixteen words can be bytes.
        var bytes = new List<byte>();
        foreach (var word in text[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(16))
        {
            if (
                word.Length != 2
                || !byte.TryParse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            )
            {
                break;
            }

            bytes.Add(value);
        }

        return bytes.Count > 0 && offset >= 0 ? (offset, [.. bytes]) : null;
    }

    /// <summary>Puts a line's bytes behind those before it.</summary>
    /// <exception cref="ImportException">The line does not follow the one before.</exception>
    public static void Append(List<byte> bytes, (int Offset, byte[] Bytes) line, string place)
    {
        if (line.Offset != bytes.Count)
        {
            throw new ImportException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place}: the dump goes on at 0x{line.Offset:x}, and 0x{bytes.Count:x} is expected"
                )
            );
        }

        bytes.AddRange(line.Bytes);
    }
}
