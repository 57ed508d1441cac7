using TopologyLang.Cli.Terminal;
using TopologyLang.Import;
using TopologyLang.Import.Machines;

namespace TopologyLang.Cli.Commands;

/// <summary>The file that an import reads.</summary>
internal static class SourceFile
{
    /// <param name="source">A path, or <c>-</c> for standard input.</param>
    /// <exception cref="ImportException">A folder, or too large.</exception>
    public static byte[] Read(CommandConsole console, string source)
    {
        if (source != "-" && Directory.Exists(source))
        {
            throw new ImportException(
                $"{source} is a folder, not a file; 'topo import machine' takes the folder of a machine"
            );
        }

        using var file = source == "-" ? null : File.OpenRead(source);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = (file ?? console.Input).Read(buffer)) > 0)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > MachineLayout.LargestFile)
            {
                throw new ImportException(
                    $"{source} is larger than {MachineLayout.LargestFile >> 20} MiB: it holds something else"
                );
            }
        }

        return bytes.ToArray();
    }
}
