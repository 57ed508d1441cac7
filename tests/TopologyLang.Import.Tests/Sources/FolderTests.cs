using System.Diagnostics;
using TopologyLang.Import.Machines;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>A folder that somebody else has packed may hold more than files.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("topo-machine-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "uname.txt"), "Linux 6.8.0 x86_64\n");
        using var made = Process.Start("mkfifo", [Path.Combine(folder.FullName, "dmesg.txt")]);
        await made.WaitForExitAsync();

        var machine = await Task.Run(() => MachineFolder.Read(folder.FullName)).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(machine.Files["dmesg.txt"].IsEmpty);
    }

    [Fact]
    public async Task A_link_is_passed_over()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "uname.txt"), "Linux 6.8.0 x86_64\n");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "dmesg.txt"), "/etc/passwd");

        Assert.Equal(["uname.txt"], MachineFolder.Read(folder.FullName).Files.Keys);
    }
}
