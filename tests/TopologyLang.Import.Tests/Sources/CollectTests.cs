using System.Text;
using System.Text.RegularExpressions;
using TopologyLang.Analysis.Files;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>scripts/collect.sh, on this machine and on copies of others; what it writes is imported.</summary>
public partial class CollectTests
{
    public static TheoryData<string> Machines() => ["vtd-sc1@7.2.12", "amdvi@6.12.107", "x86-none@7.2.12"];

    [LinuxFact]
    public async Task This_machine_is_collected_and_imported()
    {
        var files = Read((await Script.CollectAsync(null)).Archive);

        var text = Importer.ToTopology(Evidence.Of(files));

        Assert.Contains($"kernel = {Release()}  // uname.txt", text, StringComparison.Ordinal);
        Assert.Equal(
            Directory.GetFileSystemEntries("/sys/bus/pci/devices").Length,
            Evidence.Of(files).Functions.Length
        );
        Assert.Empty(
            Imported.Analysis(text).Findings.Where(finding => finding.Severity == Analysis.Findings.Severity.Error)
        );
    }

    [RootFact]
    public async Task An_ordinary_user_gets_less_and_is_told_so()
    {
        var ordinary = Read(
            (
                await Script.CollectAsync(null, "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            ).Archive
        );

        Assert.Contains(
            "the capabilities of PCI functions (Enable No Snoop, ATS, PASID, virtual functions): root may read them",
            ordinary.Notes
        );
        Assert.All(
            ordinary.Names("pci").Where(name => name.EndsWith(".config", StringComparison.Ordinal)),
            name => Assert.Equal(64, ordinary.Files[name].Length)
        );
        Assert.Contains(
            "// Not seen: the capabilities of PCI functions",
            Importer.ToTopology(Evidence.Of(ordinary)),
            StringComparison.Ordinal
        );
    }

    [LinuxTheory]
    [MemberData(nameof(Machines))]
    public async Task A_copied_machine_gives_the_same_declarations_by_every_way(string machine)
    {
        using var root = new CopiedRoot(machine);
        var collected = Read((await Script.CollectAsync(root.Path)).Archive);
        var own = MachineFolder.Read(Path.Combine(Repository.Machines, machine));

        Assert.Equal(Devices(own), Devices(collected));
        Assert.Equal(Devices(own), Devices(RunningMachine.Read(root.Path, FileKind.WhatElse)));
    }

    [LinuxFact]
    public async Task Nothing_that_identifies_the_machine_is_kept()
    {
        using var root = new CopiedRoot("vtd-sc1@7.2.12");
        var serial = Encoding.ASCII.GetBytes("SERIAL!!");
        var config = await File.ReadAllBytesAsync(root.At("sys/bus/pci/devices/0000:00:03.0/config"));
        const int serialNumberCapability = 0x140;
        Assert.Equal(0x03, config[serialNumberCapability]);
        serial.CopyTo(config, serialNumberCapability + 4);
        (config[0xa1], config[0x48], config[0x49]) = (0x48, 0x03, 0x00);
        Encoding.ASCII.GetBytes("VPDATA").CopyTo(config, 0x4a);
        root.Write("sys/bus/pci/devices/0000:00:03.0/config", config);

        var files = Read((await Script.CollectAsync(root.Path)).Archive);

        var everything = Encoding.Latin1.GetString([.. files.Files.Values.SelectMany(bytes => bytes.ToArray())]);
        Assert.DoesNotContain("SERIAL", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("VPDATA", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("deadbeef", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("52:54:00", everything, StringComparison.Ordinal);
        Assert.Contains(
            "arm-smmu-v3 a: of 00:00:00:00:00:00 00:00:00:00:00:00 0000.0000.0000 and 000000000000\n",
            everything,
            StringComparison.Ordinal
        );
        Assert.Contains("ecap 525400123456\n", everything, StringComparison.Ordinal);
        Assert.Contains(
            "iommu: Default domain type: Passthrough (set via kernel command line)\n",
            everything,
            StringComparison.Ordinal
        );

        // All else of the configuration space is as it was.
        var kept = files.Files["pci/0000_00_03.0.config"].ToArray();
        Assert.Equal(6 + 8, config.Zip(kept).Count(pair => pair.First != pair.Second));
    }

    [LinuxFact]
    public async Task The_device_tree_keeps_what_is_about_DMA()
    {
        using var root = new CopiedRoot("x86-none@7.2.12");
        const string tree = "sys/firmware/devicetree/base/";
        root.Write(tree + "serial-number", "secret\0");
        root.Write(tree + "soc/smmu@9050000/compatible", "arm,smmu-v3\0");
        root.Write(tree + "soc/smmu@9050000/#iommu-cells", [0, 0, 0, 1]);
        root.Write(tree + "soc/dma-coherent", []);
        root.Write(tree + "soc/ethernet@1/local-mac-address", "secret");

        var files = Read((await Script.CollectAsync(root.Path)).Archive);

        Assert.DoesNotContain("secret", files.Text("fdt.dts"), StringComparison.Ordinal);
        var unit = Assert.Single(Evidence.Of(files).Tree!.Units);
        Assert.Equal(("arm_smmu_v3", true), (unit.Model, unit.Unit.Coherent!.Value));
    }

    private static MachineFiles Read(byte[] archive) => MachineArchive.Read("machine.tar", new MemoryStream(archive));

    /// <summary>Units and devices with what decides, without comments.</summary>
    private static IEnumerable<string> Devices(MachineFiles files) =>
        Comment()
            .Replace(Importer.ToTopology(Evidence.Of(files)), "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SkipWhile(line =>
                !line.StartsWith("iommu", StringComparison.Ordinal)
                && !line.StartsWith("device", StringComparison.Ordinal)
            )
            .Where(line => !line.StartsWith("interrupt_remapping", StringComparison.Ordinal));

    /// <summary>As this machine's kernel is written.</summary>
    private static string Release() =>
        KernelRelease.Find(
            File.ReadAllText("/proc/sys/kernel/osrelease") + " " + File.ReadAllText("/proc/sys/kernel/version")
        )!
            is { Vendor: { Carries: not Carried.Nothing } vendor }
            ? $"\"{vendor.Release}\""
            : KernelRelease.Find(File.ReadAllText("/proc/sys/kernel/osrelease"))!.Version.ToString();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
}
