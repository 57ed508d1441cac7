using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Pci;

/// <summary>
/// The capabilities of a function, out of its configuration space. Linux gives 64 bytes of it to ordinary users, 256
/// (conventional PCI) or 4096 (PCI Express) to root. Sources: PCI Local Bus specification 3.0, 6.7 (the list of
/// capabilities); PCI Express base specification 7.6.3 (extended capabilities).
/// </summary>
public static class PciCapabilities
{
    private const int StatusRegister = 0x06;
    private const int HasList = 0x10;
    private const int ListPointer = 0x34;
    private const int FirstPossible = 0x40;
    private const int ConventionalSize = 0x100;
    private const int ExtendedSize = 0x1000;

    /// <summary>What the bytes say about one capability.</summary>
    /// <param name="Offset">Null where the function has none, or where it cannot be known.</param>
    /// <param name="IsKnown">False: the bytes end before the list does.</param>
    public readonly record struct Found(int? Offset, bool IsKnown);

    /// <exception cref="ImportException">The list goes round in a circle, points into the header, or the bytes are too
    /// few for a header.</exception>
    public static Found Find(ByteView config, int identifier)
    {
        if ((config.U16(StatusRegister) & HasList) == 0)
        {
            return new Found(null, true);
        }

        var seen = new HashSet<int>();
        for (var at = config.U8(ListPointer) & ~3; at != 0; at = config.U8(at + 1) & ~3)
        {
            if (at < FirstPossible || !seen.Add(at))
            {
                throw config.Error(at, "the list of capabilities points into the header or back to where it was");
            }

            if (at + 2 > config.Length)
            {
                return new Found(null, false);
            }

            if (config.U8(at) == identifier)
            {
                return new Found(at, true);
            }
        }

        return new Found(null, true);
    }

    /// <exception cref="ImportException">The list goes round in a circle or points out of the extended
    /// space.</exception>
    public static Found FindExtended(ByteView config, int identifier)
    {
        if (config.Length <= ConventionalSize)
        {
            return new Found(null, false);
        }

        var seen = new HashSet<int>();
        for (var at = ConventionalSize; at != 0; )
        {
            if (at < ConventionalSize || at > ExtendedSize - 4 || !seen.Add(at))
            {
                throw config.Error(
                    at,
                    "the list of extended capabilities points out of its space or back to where it was"
                );
            }

            if (at + 4 > config.Length)
            {
                return new Found(null, false);
            }

            var header = config.U32(at);
            if (header is 0 or 0xffffffff)
            {
                break;
            }

            if ((header & 0xffff) == identifier)
            {
                return new Found(at, true);
            }

            at = (int)(header >> 20) & ~3;
        }

        return new Found(null, true);
    }
}
