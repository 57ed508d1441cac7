using System.Diagnostics;
using System.Formats.Tar;
using System.Text;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>How scripts/collect.sh is called and where it writes.</summary>
public sealed class CollectedFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [LinuxFact]
    public async Task The_archive_names_nobody()
    {
        var (archive, _) = await Script.CollectAsync(null);

        using var reader = new TarReader(new MemoryStream(archive));
        var entries = 0;
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            entries++;
            var names = entry is PosixTarEntry posix ? posix.UserName + posix.GroupName : "";
            Assert.Equal(("", 0, 0), (names, entry.Uid, entry.Gid));
        }

        Assert.True(entries > 5);
    }

    [LinuxFact]
    public async Task A_file_is_written_whole_and_nothing_beside_it()
    {
        var file = folder.Write("machine.tar", "what was there");

        var (exitCode, _, errors) = await Script.RunAsync(null, [], file);

        Assert.Equal(0, exitCode);
        Assert.StartsWith($"wrote {file}\n", errors, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
        Assert.StartsWith(
            "machine/",
            Encoding.ASCII.GetString(await File.ReadAllBytesAsync(file)),
            StringComparison.Ordinal
        );
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_is_not_written_through(bool leadsToAFile)
    {
        var victim = folder.At("victim");
        if (leadsToAFile)
        {
            folder.Write("victim", "precious");
        }

        File.CreateSymbolicLink(folder.At("machine.tar"), victim);

        var (exitCode, _, errors) = await Script.RunAsync(null, [], folder.At("machine.tar"));

        Assert.Equal(
            (2, $"collect.sh: {folder.At("machine.tar")} is a link, which is not written through; name another file\n"),
            (exitCode, errors)
        );
        Assert.Equal(leadsToAFile ? "precious" : null, leadsToAFile ? await File.ReadAllTextAsync(victim) : null);
        Assert.Equal(leadsToAFile, File.Exists(victim));
    }

    [LinuxFact]
    public async Task A_folder_and_a_pipe_are_no_files()
    {
        using var made = Process.Start("mkfifo", [folder.At("pipe")]);
        await made.WaitForExitAsync();
        foreach (var path in new[] { folder.Path, folder.At("pipe") })
        {
            var (exitCode, _, errors) = await Script.RunAsync(null, [], path);
            Assert.Equal((2, $"collect.sh: {path} is no file; name another one\n"), (exitCode, errors));
        }
    }

    [LinuxTheory]
    [InlineData(0, "sh collect.sh [FILE.tar]", "", "--help")]
    [InlineData(0, "sh collect.sh [FILE.tar]", "", "-h")]
    [InlineData(2, "", "collect.sh: there is no option '--out'; see --help\n", "--out")]
    [InlineData(2, "", "collect.sh: it takes one file; see --help\n", "a.tar", "b.tar")]
    public async Task Its_command_line_is_understood_or_an_error(
        int exitCode,
        string output,
        string errors,
        params string[] arguments
    )
    {
        var result = await Script.RunAsync(null, [], arguments);

        Assert.Equal((exitCode, errors), (result.ExitCode, result.Errors));
        Assert.Contains(output, Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
        Assert.DoesNotContain("set -u", Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
    }
}
