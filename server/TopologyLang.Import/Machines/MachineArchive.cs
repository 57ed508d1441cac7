using System.Formats.Tar;
using System.IO.Compression;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Machines;

/// <summary>
/// Reads the layout out of a tar or tar.gz. Nothing is unpacked to disk: entries become bytes in memory, links are
/// passed over, and a name that leads out of the archive is an error.
/// </summary>
public static class MachineArchive
{
    private const int GzipMark = 0x1f;

    /// <param name="archive">Seekable or not; it is read to its end.</param>
    /// <exception cref="ImportException">No archive, a damaged one, or one that is too large.</exception>
    public static MachineFiles Read(string origin, Stream archive)
    {
        using var buffered = new BufferedStream(archive, 1 << 16);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        using var plain = Unpacked(buffered, origin);
        try
        {
            using var reader = new TarReader(plain);
            while (reader.GetNextEntry() is { } entry)
            {
                Add(files, entry, origin);
            }
        }
        catch (Exception error)
            when (error
                    is InvalidDataException
                        or EndOfStreamException
                        or FormatException
                        or ArgumentException
                        or OverflowException
                        or NotSupportedException
            )
        {
            throw new ImportException(
                $"{origin}: at 0x{plain.Position:x} of the tar: no tar or tar.gz, or a damaged one: {error.Message}",
                error
            );
        }

        return MachineLayout.Of(origin, files);
    }

    private static BoundedStream Unpacked(BufferedStream archive, string origin)
    {
        var first = archive.ReadByte();
        var rest = new PrefixedStream(first, archive);
        return new BoundedStream(
            first == GzipMark ? new GZipStream(rest, CompressionMode.Decompress) : rest,
            origin,
            MachineLayout.LargestMachine
        );
    }

    private static void Add(Dictionary<string, ReadOnlyMemory<byte>> files, TarEntry entry, string origin)
    {
        var name = entry.Name.Replace('\\', '/');
        if (name.StartsWith('/') || name.Split('/').Contains(".."))
        {
            throw new ImportException($"{origin}: the entry '{Printable(entry.Name)}' leads out of the archive");
        }

        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            return;
        }

        if (entry.Length > MachineLayout.LargestFile || files.Count >= MachineLayout.MostFiles)
        {
            throw new ImportException(
                $"{origin}: at most {MachineLayout.MostFiles} files of {MachineLayout.LargestFile >> 20} MiB each are "
                    + $"read; '{Printable(entry.Name)}' is past that"
            );
        }

        using var bytes = new MemoryStream();
        entry.DataStream?.CopyTo(bytes);
        files[string.Join('/', name.Split('/').Where(part => part is not ("." or "")))] = bytes.ToArray();
    }

    private static string Printable(string name) =>
        string.Concat(name.Select(character => char.IsControl(character) ? '.' : character));
}
