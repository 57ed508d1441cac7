using System.Diagnostics;
using TopologyLang.Analysis.Files;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>A folder that somebody else has packed may hold more than files.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        folder.Write("uname.txt", "Linux 6.8.0 x86_64\n");
        using var made = Process.Start("mkfifo", [folder.At("dmesg.txt")]);
        await made.WaitForExitAsync();

        var machine = await Task.Run(() => MachineFolder.Read(folder.Path)).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(machine.Files["dmesg.txt"].IsEmpty);
    }

    [Fact]
    public void A_link_is_passed_over()
    {
        folder.Write("uname.txt", "Linux 6.8.0 x86_64\n");
        File.CreateSymbolicLink(folder.At("dmesg.txt"), "/etc/passwd");

        Assert.Equal(["uname.txt"], MachineFolder.Read(folder.Path).Files.Keys);
    }

    /// <summary>A copy of /sys that somebody else has made.</summary>
    [LinuxFact]
    public async Task What_is_no_file_in_a_copy_of_sysfs_is_not_opened()
    {
        using var root = new CopiedRoot("vtd-sc1@7.2.12");
        var function = Directory.GetDirectories(root.At("sys/bus/pci/devices"))[0];
        using var made = Process.Start("mkfifo", [root.At("proc/cmdline2")]);
        await made.WaitForExitAsync();
        Replace(Path.Combine(function, "vendor"), root.At("proc/cmdline2"));
        Replace(Path.Combine(function, "config"), "/dev/zero");

        var machine = await Task.Run(() => RunningMachine.Read(root.Path, FileKind.WhatElse))
            .WaitAsync(TimeSpan.FromSeconds(20));

        Assert.DoesNotContain($"pci/{Path.GetFileName(function)}.config", machine.Files.Keys);
        Assert.Contains(
            $"{Path.GetFileName(function)} vendor= ",
            machine.Text("pci/devices.txt"),
            StringComparison.Ordinal
        );
    }

    [LinuxFact]
    public void A_copy_of_sysfs_is_read_only_as_far_as_a_machine_goes()
    {
        using var root = new CopiedRoot("vtd-sc1@7.2.12");
        var function = Path.GetFileName(Directory.GetDirectories(root.At("sys/bus/pci/devices"))[0]);
        root.Write($"sys/bus/pci/devices/{function}/config", new byte[1 << 20]);

        var machine = RunningMachine.Read(root.Path, FileKind.WhatElse);
        Assert.Equal(4096, machine.Files[$"pci/{function}.config"].Length);

        for (var table = 1; table <= 5; table++)
        {
            using var huge = File.Create(root.At($"sys/firmware/acpi/tables/SSDT{table}"));
            huge.SetLength(MachineLayout.LargestFile);
        }

        Assert.Contains(
            "the machine is larger than 256 MiB",
            Assert.Throws<ImportException>(() => RunningMachine.Read(root.Path, FileKind.WhatElse)).Message,
            StringComparison.Ordinal
        );
    }

    private static void Replace(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }
}
