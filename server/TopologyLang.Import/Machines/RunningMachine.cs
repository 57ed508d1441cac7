using System.Collections.Immutable;
using System.Text;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Machines;

/// <summary>
/// Reads the machine that it runs on, or a copy of its <c>/sys</c> and <c>/proc</c> below another root, into the
/// layout. It only reads. Sources: Linux Documentation/ABI/testing/sysfs-bus-pci, sysfs-class-iommu,
/// sysfs-kernel-iommu_groups.
/// </summary>
public sealed class RunningMachine
{
    private const int OrdinaryUsersConfig = 64;

    /// <summary>PCI Express's configuration space; PCI's is smaller. Source: PCI Express specification 7.2.</summary>
    private const int WholeConfig = 4096;

    /// <summary>
    /// More than any attribute of sysfs has. Source: Linux fs/sysfs/file.c, PAGE_SIZE; a page has up to 64 KiB.
    /// </summary>
    private const int LargestAttribute = 64 * 1024;

    private static readonly ImmutableArray<string> WantedTables =
    [
        "DMAR",
        "IVRS",
        "IORT",
        "VIOT",
        "RIMT",
        "APIC",
        "DSDT",
        "SSDT",
    ];

    /// <summary>The CPU's model and capabilities; never a serial number.</summary>
    private static readonly ImmutableArray<string> CpuLines =
    [
        "processor",
        "vendor_id",
        "flags",
        "Features",
        "CPU implementer",
    ];

    private static readonly ImmutableArray<string> Parameters =
    [
        "vfio_iommu_type1/parameters/allow_unsafe_interrupts",
        "vfio/parameters/enable_unsafe_noiommu_mode",
    ];

    private readonly string root;
    private readonly Func<string, string?> whatElse;
    private long total;
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal);
    private readonly List<string> notes = [];

    private RunningMachine(string root, Func<string, string?> whatElse) =>
        (this.root, this.whatElse) = (root, whatElse);

    /// <param name="whatElse">
    /// What a path names, links followed, where it is no ordinary file: that is not opened. A copy of /sys may hold a
    /// pipe or a link to a device.
    /// </param>
    /// <exception cref="ImportException">There is no sysfs of PCI functions below the root, or more of it than a
    /// machine can have.</exception>
    /// <exception cref="IOException">It went away while it was read.</exception>
    public static MachineFiles Read(string root, Func<string, string?> whatElse)
    {
        var machine = new RunningMachine(root, whatElse);
        if (!Directory.Exists(machine.Path("sys/bus/pci/devices")))
        {
            throw new ImportException(
                $"{machine.Path("sys/bus/pci/devices")} does not exist: no PCI in this kernel, or no sysfs there"
            );
        }

        machine.Kernel();
        machine.Functions();
        machine.Units();
        machine.Groups();
        machine.Firmware();
        return new MachineFiles(
            root == "/" ? "this machine" : root,
            machine.files.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. machine.notes]
        );
    }

    private string Path(string name) => System.IO.Path.Combine(root, name);

    private void Kernel()
    {
        var release = Text("proc/sys/kernel/osrelease");
        var architecture = Text("proc/sys/kernel/arch");
        if (release is null)
        {
            notes.Add("the kernel's version (proc/sys/kernel/osrelease)");
        }
        else
        {
            Put(
                "uname.txt",
                $"Linux {release} {Text("proc/sys/kernel/version")} "
                    + $"{architecture ?? (root == "/" ? OwnArchitecture() : "")}\n"
                    + (Text("proc/version_signature") is { } signature ? $"{signature}\n" : "")
            );
        }

        Put(
            "cpu.txt",
            string.Concat(
                (Text("proc/cpuinfo", MachineLayout.LargestFile) ?? "")
                    .Split('\n')
                    .Where(IsAboutCpu)
                    .Select(line => line + "\n")
            )
        );
        Put("cmdline.txt", Text("proc/cmdline"));
        Put("kconfig.txt", Text($"boot/config-{release}", MachineLayout.LargestFile));
        Put(
            "modules.txt",
            string.Concat(
                Parameters
                    .Select(name => (name, value: Text("sys/module/" + name)))
                    .Where(pair => pair.value is not null)
                    .Select(pair =>
                        $"{pair.name.Replace("/parameters/", ".", StringComparison.Ordinal)}={pair.value}\n"
                    )
            )
        );
        notes.Add(
            "the boot log (interrupt remapping, an SMMU's stages): it is not in sysfs; scripts/collect.sh run by root "
                + "saves it too"
        );
    }

    private static bool IsAboutCpu(string line) => CpuLines.Any(key => line.StartsWith(key, StringComparison.Ordinal));

    private static string OwnArchitecture() =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
        {
            System.Runtime.InteropServices.Architecture.X64 => "x86_64",
            System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
            System.Runtime.InteropServices.Architecture.RiscV64 => "riscv64",
            System.Runtime.InteropServices.Architecture.LoongArch64 => "loongarch64",
            System.Runtime.InteropServices.Architecture.S390x => "s390x",
            System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
            _ => "",
        };

    private void Functions()
    {
        var list = new StringBuilder();
        var headersOnly = 0;
        foreach (var name in Entries("sys/bus/pci/devices").Where(name => PciAddress.TryParse(name) is not null))
        {
            var folder = $"sys/bus/pci/devices/{name}";
            list.Append(name);
            foreach (var attribute in new[] { "vendor", "device", "class" })
            {
                list.Append(' ').Append(attribute).Append('=').Append(Text($"{folder}/{attribute}"));
            }

            foreach (var link in new[] { "driver", "iommu_group", "iommu" })
            {
                list.Append(' ').Append(link).Append('=').Append(Target($"{folder}/{link}"));
            }

            list.Append('\n');
            if (Bytes($"{folder}/config", WholeConfig) is { } config)
            {
                files[$"pci/{name}.config"] = config;
                headersOnly += config.Length <= OrdinaryUsersConfig ? 1 : 0;
            }
        }

        Put("pci/devices.txt", list.ToString());
        if (headersOnly > 0)
        {
            notes.Add(
                $"the capabilities of {headersOnly} PCI functions (Enable No Snoop, ATS, PASID, virtual functions): "
                    + "root may read them"
            );
        }
    }

    private void Units()
    {
        foreach (var unit in Entries("sys/class/iommu"))
        {
            var folder = $"sys/class/iommu/{unit}";
            Put($"iommu/{unit}/devices", string.Concat(Entries($"{folder}/devices").Select(name => name + "\n")));
            foreach (var attributes in new[] { "intel-iommu", "amd-iommu" })
            {
                foreach (
                    var attribute in Entries($"{folder}/{attributes}")
                        .Where(name => name is "cap" or "ecap" or "features" or "version")
                )
                {
                    Put($"iommu/{unit}/{attribute}", Text($"{folder}/{attributes}/{attribute}"));
                }
            }
        }
    }

    private void Groups()
    {
        var regions = new StringBuilder();
        foreach (var group in Entries("sys/kernel/iommu_groups"))
        {
            var text = Text($"sys/kernel/iommu_groups/{group}/reserved_regions") ?? "";
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                regions.Append("group ").Append(group).Append(": ").Append(line).Append('\n');
            }
        }

        Put("reserved_regions.txt", regions.ToString());
    }

    private void Firmware()
    {
        var unread = new List<string>();
        foreach (
            var table in Entries("sys/firmware/acpi/tables")
                .Where(name => MachineLayout.Holds("acpi/" + name) && IsWanted(name))
        )
        {
            if (Bytes($"sys/firmware/acpi/tables/{table}", MachineLayout.LargestFile) is { Length: > 0 } bytes)
            {
                files["acpi/" + table] = bytes;
            }
            else
            {
                unread.Add(table);
            }
        }

        if (File.Exists(Path("sys/firmware/fdt")))
        {
            if (Bytes("sys/firmware/fdt", MachineLayout.LargestFile) is { Length: > 0 } tree)
            {
                files["fdt.dtb"] = tree;
            }
            else
            {
                unread.Add("the device tree");
            }
        }

        if (unread.Count > 0)
        {
            notes.Add($"the firmware's tables ({string.Join(", ", unread)}): root may read them");
        }
    }

    private static bool IsWanted(string table) =>
        WantedTables.Any(name => table.StartsWith(name, StringComparison.Ordinal));

    private void Put(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            files[name] = Encoding.UTF8.GetBytes(text);
        }
    }

    private ImmutableArray<string> Entries(string folder)
    {
        if (!Directory.Exists(Path(folder)))
        {
            return [];
        }

        ImmutableArray<string> names =
        [
            .. Directory
                .EnumerateFileSystemEntries(Path(folder))
                .Take(MachineLayout.MostFiles + 1)
                .Select(path => System.IO.Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];
        return names.Length <= MachineLayout.MostFiles
            ? names
            : throw new ImportException(
                $"{Path(folder)} has more than {MachineLayout.MostFiles} entries: no machine's"
            );
    }

    private string? Text(string name, int most = LargestAttribute) =>
        Bytes(name, most) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : null;

    private string Target(string link)
    {
        var info = new FileInfo(Path(link));
        return info.LinkTarget is { } target ? System.IO.Path.GetFileName(target) : "";
    }

    /// <summary>
    /// Null where there is no such file or it may not be read. Files of sysfs have no true length, so they are read to
    /// the end, or as far as such a file can be.
    /// </summary>
    /// <exception cref="ImportException">All that was read is more than a machine can have.</exception>
    private byte[]? Bytes(string name, int most)
    {
        if (whatElse(Path(name)) is not null)
        {
            return null;
        }

        try
        {
            using var file = new FileStream(Path(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            using var bytes = new MemoryStream();
            var buffer = new byte[Math.Min(most, LargestAttribute)];
            int count;
            while ((count = file.Read(buffer, 0, (int)Math.Min(buffer.Length, most - bytes.Length))) > 0)
            {
                bytes.Write(buffer, 0, count);
            }

            total += bytes.Length;
            return total <= MachineLayout.LargestMachine
                ? bytes.ToArray()
                : throw new ImportException(
                    $"{root}: with {name} the machine is larger than {MachineLayout.LargestMachine >> 20} MiB: it "
                        + "holds something else"
                );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
