using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Machines;

/// <summary>Reads the layout out of a folder. Links are not followed.</summary>
public static class MachineFolder
{
    /// <exception cref="ImportException">No file of the layout is there, or it is too large.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static MachineFiles Read(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var path in Directory.EnumerateFiles(folder, "*", options))
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (
                !MachineLayout.Holds(name)
                && !name.EndsWith("/uname.txt", StringComparison.Ordinal)
                && !IsBelowSubfolder(name)
            )
            {
                continue;
            }

            var length = new FileInfo(path).Length;
            total += length;
            if (
                length > MachineLayout.LargestFile
                || total > MachineLayout.LargestMachine
                || files.Count >= MachineLayout.MostFiles
            )
            {
                throw new ImportException(
                    $"{path}: with this file the machine is too large: at most {MachineLayout.MostFiles} files, "
                        + $"{MachineLayout.LargestFile >> 20} MiB each and {MachineLayout.LargestMachine >> 20} MiB "
                        + "together are read"
                );
            }

            // A pipe or a device has no length; to open one could wait for ever.
            files[name] = length == 0 ? Array.Empty<byte>() : File.ReadAllBytes(path);
        }

        return MachineLayout.Of(folder, files);
    }

    private static bool IsBelowSubfolder(string name) =>
        name.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && MachineLayout.Holds(name[(slash + 1)..]);
}
