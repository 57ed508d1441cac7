using System.Diagnostics;
using TopologyLang.Import.Machines;

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
}
