using System.Collections.Immutable;
using TopologyLang.Import.Acpi;
using TopologyLang.Import.Binary;
using TopologyLang.Import.DeviceTree;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>Every source of one machine, decoded. Null, or empty, is always: not there.</summary>
public sealed record Evidence
{
    public required MachineFiles Files { get; init; }
    public required ImmutableArray<FunctionFacts> Functions { get; init; }
    public BootLog? Log { get; init; }
    public Dmar? Dmar { get; init; }
    public Ivrs? Ivrs { get; init; }
    public Iort? Iort { get; init; }
    public Viot? Viot { get; init; }
    public Rimt? Rimt { get; init; }
    public ImmutableArray<AcpiDevice> AcpiDevices { get; init; } = [];
    public MachineTree? Tree { get; init; }

    /// <summary>Arm's interrupt translation service.</summary>
    public Read<bool>? Its { get; init; }

    public bool HasAcpi => Files.Names("acpi").Any();

    /// <param name="functions">Those of a listing (lspci); null: those of the layout.</param>
    /// <exception cref="ImportException">A table is damaged; the message has the offset.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Evidence Of(
        MachineFiles files,
        ImmutableArray<FunctionFacts>? functions = null,
        DeviceTreeNode? tree = null,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        var root =
            tree
            ?? (files.View("fdt.dtb") is { } fdt ? Dtb.Decode(fdt) : null)
            ?? (files.Text("fdt.dts") is { Length: > 0 } source ? Dts.Parse("fdt.dts", source) : null);
        var machineTree = root is null ? null : MachineTree.Of(root);
        var log = files.Text("dmesg.txt") is { } text ? new BootLog("dmesg.txt", text) : null;
        var damaged = new List<string>();
        var devices = Devices(files, damaged, cancellation);
        var its = Spared(damaged, () => files.View("acpi/APIC") is { } madt ? Madt.Its(madt) : null);
        return new Evidence
        {
            Files = files with { Notes = [.. files.Notes, .. damaged] },
            Functions = functions ?? FunctionReader.Read(files, log),
            Log = log,
            Dmar = Table(files, "DMAR", Dmar.Decode),
            Ivrs = Table(files, "IVRS", Ivrs.Decode),
            Iort = Table(files, "IORT", Iort.Decode),
            Viot = Table(files, "VIOT", Viot.Decode),
            Rimt = Table(files, "RIMT", Rimt.Decode),
            AcpiDevices = devices,
            Tree = machineTree,
            Its = its ?? machineTree?.Its,
        };
    }

    private static T? Table<T>(MachineFiles files, string name, Func<ByteView, T> decode)
        where T : class => files.View("acpi/" + name) is { } table ? decode(table) : null;

    /// <summary>
    /// What a table says that the rest can be read without; null, and a note, where it is damaged.
    /// </summary>
    private static T? Spared<T>(List<string> damaged, Func<T?> decode)
        where T : class
    {
        try
        {
            return decode();
        }
        catch (ImportException damage)
        {
            damaged.Add($"{damage.Message} (the table was left out)");
            return null;
        }
    }

    /// <summary>Of the DSDT and each SSDT; a place in the list is one of its own table.</summary>
    private static ImmutableArray<AcpiDevice> Devices(
        MachineFiles files,
        List<string> damaged,
        CancellationToken cancellation
    )
    {
        var all = ImmutableArray.CreateBuilder<AcpiDevice>();
        foreach (var name in files.Names("acpi").Where(name => name[5..9] is "DSDT" or "SSDT"))
        {
            cancellation.ThrowIfCancellationRequested();
            // An empty file is a table that could not be read.
            if (
                files.View(name) is { } table
                && Spared(damaged, () => DefinitionBlock.Devices(table, name[5..9]).ToList()) is { } devices
            )
            {
                var first = all.Count;
                all.AddRange(devices.Select(device => device with { Parent = device.Parent + first }));
            }
        }

        return all.ToImmutable();
    }
}
