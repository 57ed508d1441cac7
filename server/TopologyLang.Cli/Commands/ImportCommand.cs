using System.CommandLine;
using TopologyLang.Import;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo import dmesg FILE</c>: prints the .topo text of what a kernel's boot log says.</summary>
public static class ImportCommand
{
    /// <summary>A boot log is a few hundred KiB; what is larger by far is none.</summary>
    private const long LargestLog = 64 * 1024 * 1024;

    public static Command Create(Console console)
    {
        var file = new Argument<string>("FILE") { Description = "A saved kernel log (dmesg)." };
        var dmesg = new Command("dmesg", "From a kernel log: the kernel's version and the VT-d units with their registers.") { file };
        dmesg.SetAction(parsed => Dmesg(console, parsed.GetRequiredValue(file)));
        return new Command("import", "Print the .topo text of a real machine.") { dmesg };
    }

    private static int Dmesg(Console console, string file)
    {
        try
        {
            if (new FileInfo(file).Length > LargestLog)
            {
                console.Error.WriteLine($"topo: {file} is larger than {LargestLog / 1024 / 1024} MiB: no kernel log");
                return ExitCode.Unusable;
            }

            if (DmesgImport.ToTopology(File.ReadAllText(file)) is { } text)
            {
                console.Out.Write(text);
                return ExitCode.Fine;
            }

            console.Error.WriteLine($"topo: {file} names no VT-d unit (no line 'DMAR: dmar0: reg_base_addr ... cap ... ecap ...')");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"topo: {file} cannot be read: {error.Message}");
        }

        return ExitCode.Unusable;
    }
}
