using TopologyLang.Analysis.Files;
using TopologyLang.Cli.Terminal;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;

namespace TopologyLang.Cli.Commands;

/// <summary>The file that an import reads.</summary>
internal static class SourceFile
{
    /// <param name="source">A path, or <c>-</c> for standard input.</param>
    /// <exception cref="ImportException">No ordinary file, or too large.</exception>
    public static byte[] Read(CommandConsole console, string source)
    {
        using var file = Open(console, source);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = file.Read(buffer)) > 0)
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

    /// <summary>
    /// What is no ordinary file is not opened: a pipe would be waited for, and a device may never end. A pipe of the
    /// shell's is read.
    /// </summary>
    /// <exception cref="ImportException">No ordinary file.</exception>
    public static Stream Open(CommandConsole console, string source) =>
        source == "-"
            ? console.Input
            : FileKind.WhatElse(source) switch
            {
                null => File.OpenRead(source),
                FileKind.Pipe when FileSource.IsHandedOver(source) => File.OpenRead(source),
                FileKind.Folder => throw new ImportException(
                    $"{source} is a folder, not a file; 'topo import machine' takes the folder of a machine"
                ),
                var kind => throw new ImportException($"{source} is {kind}, not a file"),
            };
}
