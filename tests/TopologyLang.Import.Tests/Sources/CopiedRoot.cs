using TopologyLang.Import.Machines;
using TopologyLang.Import.Pci;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>A folder that looks like the root of one of the real machines: /sys with its links, and /proc.</summary>
internal sealed class CopiedRoot : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CopiedRoot(string machine)
    {
        var files = MachineFolder.Read(System.IO.Path.Combine(Repository.Machines, machine));
        Write("proc/sys/kernel/osrelease", files.Text("uname.txt")!.Split(' ')[2]);
        Write("proc/sys/kernel/version", "#1 SMP Debian " + files.Text("uname.txt")!.Split("Debian ")[1].Split(' ')[0]);
        Write("proc/sys/kernel/arch", files.Text("uname.txt")!.Trim().Split(' ')[^2]);
        Write(
            "proc/cpuinfo",
            "processor\t: 0\nvendor_id\t: AuthenticAMD\nSerial\t\t: 00000000deadbeef\n" + files.Text("cpu.txt")
        );
        Write("proc/cmdline", "BOOT_IMAGE=/vmlinuz root=UUID=secret hostname=secret " + files.Text("cmdline.txt"));
        Write(
            "var/log/dmesg",
            files.Text("dmesg.txt")!
                + "[    0.400000] iommu: Default domain type: Passthrough (set via kernel command line)\n"
                + "[   98.000000] arm-smmu-v3 a: of 52:54:00:12:34:56 52-54-00-12-34-56 5254.0012.3456 and "
                + "525400123456\n"
                + "[   98.100000] DMAR: dmar9: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 525400123456\n"
                + "[   99.000000] iommu of secret\n[   99.100000] systemd: Hostname set to <secret>\n"
                + "[   99.200000] secret: the iommu, DMAR and AMD-Vi: of a secret\n"
        );
        foreach (var name in files.Names("acpi"))
        {
            Write("sys/firmware/acpi/tables/" + name[5..], files.Files[name].ToArray());
        }

        foreach (var name in files.Names("iommu").Where(name => !name.EndsWith("/devices", StringComparison.Ordinal)))
        {
            var parts = name.Split('/');
            Write(
                $"sys/class/iommu/{parts[1]}/"
                    + $"{(parts[1].StartsWith("dmar", StringComparison.Ordinal) ? "intel" : "amd")}-iommu/{parts[2]}",
                files.Files[name].ToArray()
            );
        }

        Directory.CreateDirectory(At("sys/class/iommu"));
        foreach (var line in files.Text("pci/devices.txt")!.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Function(files, line.Split(' '));
        }
    }

    public string Path => folder.Path;

    public string At(string name) => folder.At(name);

    public void Write(string name, string text) => folder.Write(name, text);

    public void Write(string name, byte[] bytes) => folder.Write(name, bytes);

    public void Dispose() => folder.Dispose();

    private void Function(MachineFiles files, string[] words)
    {
        var device = $"sys/bus/pci/devices/{words[0]}";
        var config = files
            .Files[$"pci/{PciAddress.TryParse(words[0])!.Value.ToString().Replace(':', '_')}.config"]
            .ToArray();
        Write(device + "/config", config);
        if (words.Contains("class=0x080600", StringComparer.Ordinal))
        {
            // AMD's IOMMU is a function itself, and the units that belong to it are in a folder of the name that is a
            // link elsewhere.
            Directory.CreateDirectory(At(device + "/iommu/ivhd0"));
        }

        foreach (var pair in words.Skip(1).Select(word => word.Split('=')).Where(pair => pair is [_, { Length: > 0 }]))
        {
            switch (pair[0])
            {
                case "vendor" or "device" or "class":
                    Write($"{device}/{pair[0]}", pair[1] + "\n");
                    break;
                case "driver":
                    Link($"{device}/driver", $"sys/bus/pci/drivers/{pair[1]}");
                    break;
                case "iommu_group":
                    Link($"{device}/iommu_group", $"sys/kernel/iommu_groups/{pair[1]}");
                    break;
                case "iommu":
                    Link($"{device}/iommu", $"sys/class/iommu/{pair[1]}");
                    Link($"sys/class/iommu/{pair[1]}/devices/{words[0]}", device);
                    break;
            }
        }
    }

    private void Link(string link, string target)
    {
        Directory.CreateDirectory(At(target));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(link))!);
        Directory.CreateSymbolicLink(At(link), At(target));
    }
}
