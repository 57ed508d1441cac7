using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using TopologyLang.Analysis.Files;
using TopologyLang.Cli.Files;
using TopologyLang.Cli.Terminal;
using TopologyLang.Import;
using TopologyLang.Import.Binary;
using TopologyLang.Import.DeviceTree;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;
using TopologyLang.Import.Text;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// <c>topo import SOURCE</c>: prints the .topo text of a real machine. Formats and layout: docs/import.md.
/// </summary>
public static class ImportCommand
{
    public static Command Create(CommandConsole console)
    {
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Write to this file, not to standard output.",
            Recursive = true,
        };
        return new Command("import", "Print the .topo text of a real machine.")
        {
            output,
            Sysfs(console, output),
            From(
                console,
                output,
                "machine",
                "DIR_OR_TAR",
                "A folder or a tar (.gz) that scripts/collect.sh wrote.",
                Machine
            ),
            From(console, output, "lspci", "FILE", "The output of lspci -vvv or -xxxx, best with -nn.", Lspci),
            From(console, output, "dmesg", "FILE", "A saved kernel log.", Dmesg),
            From(console, output, "acpidump", "FILE", "The output of acpidump, or one table's bytes.", Acpi),
            From(
                console,
                output,
                "devicetree",
                "FILE",
                "A flattened device tree (.dtb) or its source (.dts).",
                DeviceTree
            ),
        };
    }

    private static Command Sysfs(CommandConsole console, Option<string?> output)
    {
        var root = new Argument<string>("ROOT")
        {
            Description = "Where /sys and /proc are; this machine's own by default.",
            DefaultValueFactory = _ => "/",
        };
        var command = new Command("sysfs", "The machine that this runs on; it only reads.") { root };
        command.SetAction(parsed =>
            Run(
                console,
                parsed.GetValue(output),
                () => Evidence.Of(RunningMachine.Read(parsed.GetRequiredValue(root), FileKind.WhatElse))
            )
        );
        return command;
    }

    private static Command From(
        CommandConsole console,
        Option<string?> output,
        string name,
        string argumentName,
        string description,
        Func<CommandConsole, string, Evidence> read
    )
    {
        var source = new Argument<string>(argumentName) { Description = description + " '-' is standard input." };
        var command = new Command(name, description) { source };
        command.SetAction(parsed =>
            Run(console, parsed.GetValue(output), () => read(console, parsed.GetRequiredValue(source)))
        );
        return command;
    }

    private static Evidence Machine(CommandConsole console, string source)
    {
        if (Directory.Exists(source))
        {
            return Evidence.Of(MachineFolder.Read(source));
        }

        using var file = SourceFile.Open(console, source);
        return Evidence.Of(MachineArchive.Read(Name(source), file));
    }

    private static Evidence Lspci(CommandConsole console, string source) =>
        Evidence.Of(
            MachineFiles.Of(Name(source)),
            Import.Text.Lspci.Parse(Name(source), Encoding.UTF8.GetString(SourceFile.Read(console, source)))
        );

    private static Evidence Dmesg(CommandConsole console, string source) =>
        Evidence.Of(
            MachineFiles.Of(Name(source), ("dmesg.txt", SourceFile.Read(console, source))),
            ImmutableArray<FunctionFacts>.Empty
        );

    private static Evidence Acpi(CommandConsole console, string source) =>
        Evidence.Of(Acpidump.Parse(Name(source), SourceFile.Read(console, source)));

    private static Evidence DeviceTree(CommandConsole console, string source)
    {
        var bytes = SourceFile.Read(console, source);
        const byte FlattenedMark = 0xd0;
        return Evidence.Of(
            MachineFiles.Of(Name(source)),
            null,
            bytes is [FlattenedMark, ..]
                ? Dtb.Decode(new ByteView(Name(source), bytes))
                : Dts.Parse(Name(source), Encoding.UTF8.GetString(bytes))
        );
    }

    /// <summary>
    /// As comments and messages name it: without its folder, so that the text does not depend on where the file is.
    /// </summary>
    private static string Name(string source) => source == "-" ? "standard input" : Path.GetFileName(source);

    private static int Run(CommandConsole console, string? output, Func<Evidence> read)
    {
        try
        {
            var text = Formatter.Format(SyntaxTree.Parse(SourceText.From(Importer.ToTopology(read()))));
            if (output is null)
            {
                console.Out.Write(text);
                console.Out.Flush();
            }
            else if (WholeFile.Write(output, text) is { } notWritten)
            {
                console.Error.WriteLine($"topo: {output} {notWritten}");
                return ExitCode.Unusable;
            }

            return ExitCode.Fine;
        }
        catch (ImportException problem)
        {
            console.Error.WriteLine($"topo: {problem.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"topo: {error.Message}");
        }

        return ExitCode.Unusable;
    }
}
