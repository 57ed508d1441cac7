using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Machines;

/// <summary>The files of the layout. Everything else in a folder or an archive is not read.</summary>
public static partial class MachineLayout
{
    /// <summary>A boot log or a definition block has a few MiB at most.</summary>
    public const int LargestFile = 64 * 1024 * 1024;

    /// <summary>A machine with 4096 functions has about 20 MiB of configuration space.</summary>
    public const long LargestMachine = 256 * 1024 * 1024;

    public const int MostFiles = 20_000;

    private static readonly FrozenSet<string> TopFiles = FrozenSet.Create(
        StringComparer.Ordinal,
        "uname.txt",
        "cpu.txt",
        "cmdline.txt",
        "kconfig.txt",
        "dmesg.txt",
        "groups.txt",
        "reserved_regions.txt",
        "modules.txt",
        "notes.txt",
        "fdt.dtb",
        "fdt.dts"
    );

    /// <summary>The files by which the layout's folder is found.</summary>
    private static readonly ImmutableArray<string> Marks = ["uname.txt", "pci/devices.txt"];

    public static bool Holds(string name) => TopFiles.Contains(name) || InFolder().IsMatch(name);

    /// <summary>
    /// The files below the folder that holds <c>uname.txt</c>, or where none does <c>pci/</c>; the rest is left out.
    /// </summary>
    /// <exception cref="ImportException">No file of the layout is there.</exception>
    public static MachineFiles Of(string origin, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> all)
    {
        var root =
            all.Keys.Select(Root)
                .OfType<string>()
                .OrderBy(root => root.Length)
                .ThenBy(root => root, StringComparer.Ordinal)
                .FirstOrDefault()
            ?? throw new ImportException(
                $"{origin} is no machine's archive: neither uname.txt nor pci/devices.txt is in it (scripts/collect.sh "
                    + "writes one)"
            );
        var files = all.Where(file => file.Key.StartsWith(root, StringComparison.Ordinal))
            .Select(file => KeyValuePair.Create(file.Key[root.Length..], file.Value))
            .Where(file => Holds(file.Key))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        var machine = new MachineFiles(origin, files, []);
        const StringSplitOptions lines = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return machine with { Notes = [.. (machine.Text("notes.txt") ?? "").Split('\n', lines)] };
    }

    private static string? Root(string name) =>
        Marks
            .Where(mark => name == mark || name.EndsWith("/" + mark, StringComparison.Ordinal))
            .Select(mark => name[..^mark.Length])
            .FirstOrDefault();

    [GeneratedRegex(
        @"\A(acpi/[A-Z0-9]{4}[0-9]{0,3}|pci/devices\.txt|pci/[0-9a-fA-F:_.]+\.config|iommu/[^/]+/[a-z_]+)\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex InFolder();
}
