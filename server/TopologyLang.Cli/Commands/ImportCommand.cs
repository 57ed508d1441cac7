using System.CommandLine;
using System.Text;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Pipeline;
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
        var seconds = LimitOptions.Seconds();
        seconds.Recursive = true;
        return new Command("import", "Print the .topo text of a real machine.")
        {
            output,
            seconds,
            Sysfs(console, output, seconds),
            From(
                console,
                output,
                seconds,
                "machine",
                "DIR_OR_TAR",
                "A folder or a tar (.gz) that scripts/collect.sh wrote.",
                Machine
            ),
            From(console, output, seconds, "lspci", "FILE", "The output of lspci -vvv or -xxxx, best with -nn.", Lspci),
            From(console, output, seconds, "dmesg", "FILE", "A saved kernel log.", Dmesg),
            From(console, output, seconds, "acpidump", "FILE", "The output of acpidump, or one table's bytes.", Acpi),
            From(
                console,
                output,
                seconds,
                "devicetree",
                "FILE",
                "A flattened device tree (.dtb) or its source (.dts).",
                DeviceTree
            ),
        };
    }

    private static Command Sysfs(CommandConsole console, Option<string?> output, Option<int?> seconds)
    {
        var root = new Argument<string>("ROOT")
        {
            Description = "Where /sys and /proc are; this machine's own by default.",
            DefaultValueFactory = _ => "/",
        };
        var command = new Command("sysfs", "The machine that this runs on; it only reads.") { root };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        console,
                        parsed.GetValue(output),
                        token =>
                            Evidence.Of(
                                RunningMachine.Read(parsed.GetRequiredValue(root), FileKind.WhatElse),
                                cancellation: token
                            ),
                        LimitOptions.TimeOf(parsed, seconds),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static Command From(
        CommandConsole console,
        Option<string?> output,
        Option<int?> seconds,
        string name,
        string argumentName,
        string description,
        Func<CommandConsole, string, CancellationToken, Evidence> read
    )
    {
        var source = new Argument<string>(argumentName) { Description = description + " '-' is standard input." };
        var command = new Command(name, description) { source };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        console,
                        parsed.GetValue(output),
                        token => read(console, parsed.GetRequiredValue(source), token),
                        LimitOptions.TimeOf(parsed, seconds),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static Evidence Machine(CommandConsole console, string source, CancellationToken cancellation)
    {
        if (Directory.Exists(source))
        {
            return Evidence.Of(MachineFolder.Read(source), cancellation: cancellation);
        }

        using var file = SourceFile.Open(console, source);
        return Evidence.Of(MachineArchive.Read(Name(source), file), cancellation: cancellation);
    }

    private static Evidence Lspci(CommandConsole console, string source, CancellationToken cancellation) =>
        Evidence.Of(
            MachineFiles.Of(Name(source)),
            Import.Text.Lspci.Parse(Name(source), MachineFiles.TextOf(SourceFile.Read(console, source)), cancellation),
            cancellation: cancellation
        );

    private static Evidence Dmesg(CommandConsole console, string source, CancellationToken cancellation) =>
        Evidence.Of(
            MachineFiles.Of(Name(source), ("dmesg.txt", SourceFile.Read(console, source))),
            cancellation: cancellation
        );

    private static Evidence Acpi(CommandConsole console, string source, CancellationToken cancellation) =>
        Evidence.Of(Acpidump.Parse(Name(source), SourceFile.Read(console, source)), cancellation: cancellation);

    private static Evidence DeviceTree(CommandConsole console, string source, CancellationToken cancellation)
    {
        var bytes = SourceFile.Read(console, source);
        const byte FlattenedMark = 0xd0;
        return Evidence.Of(
            MachineFiles.Of(Name(source)),
            null,
            bytes is [FlattenedMark, ..]
                ? Dtb.Decode(new ByteView(Name(source), bytes))
                : Dts.Parse(Name(source), Encoding.UTF8.GetString(bytes)),
            cancellation
        );
    }

    /// <summary>
    /// As comments and messages name it: without its folder, so that the text does not depend on where the file is.
    /// </summary>
    private static string Name(string source) => source == "-" ? "standard input" : Path.GetFileName(source);

    private static string TextOf(Evidence evidence, CancellationToken cancellation)
    {
        var text = SourceText.From(Importer.ToTopology(evidence, cancellation));
        return Formatter.Format(SyntaxTree.Parse(text, cancellation), cancellation);
    }

    private static int Run(
        CommandConsole console,
        string? output,
        Func<CancellationToken, Evidence> read,
        TimeSpan most,
        CancellationToken cancellation
    )
    {
        try
        {
            var text = TimeLimit.Run(most, token => TextOf(read(token), token), cancellation);
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
        catch (TimeLimitException)
        {
            console.Error.WriteLine(
                $"topo: the machine was not read within {most.TotalSeconds} s; give it more time (--max-seconds)"
            );
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
