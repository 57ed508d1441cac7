using System.Text;
using TopologyLang.Cli.Files;

namespace TopologyLang.Cli.Tests;

/// <summary>
/// A file that is written holds all of the old text or all of the new, and what was beside it is left alone.
/// </summary>
public sealed class WrittenFileTests : IDisposable
{
    private const string Untidy = "host   desk{\nkernel=6.8\n}\n";
    private const string Log =
        "[    0.2] DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e\n";
    private const string Tidy = "host desk {\n  kernel = 6.8\n}\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_that_came_meanwhile_stays()
    {
        var file = folder.Write("a.topo", "somebody's work");

        var problem = WholeFile.Rewrite(file, "ours", () => false).Problem;

        Assert.Equal("was changed by somebody else meanwhile; nothing was changed. Try again", problem);
        Assert.Equal("somebody's work", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        var file = folder.Write("real.topo", Untidy);
        var link = Path.Combine(folder.Path, "link.topo");
        File.CreateSymbolicLink(link, "real.topo");

        Assert.Equal(0, (await Topo.RunAsync("fmt", link)).ExitCode);

        Assert.Equal("real.topo", new FileInfo(link).LinkTarget);
        Assert.Equal(Tidy, await File.ReadAllTextAsync(file));
    }

    /// <summary>
    /// A repository may hold links of any name: what is written beside the file has a name that nobody can know.
    /// </summary>
    [Theory]
    [InlineData("a.topo.topo-fmt")]
    [InlineData("a.topo.tmp")]
    [InlineData(".a.topo.new")]
    [InlineData(".a.topo.topo-new")]
    public async Task A_link_beside_the_file_is_not_written_through(string name)
    {
        var victim = folder.Write("victim", "precious");
        var file = folder.Write("a.topo", Untidy);
        File.CreateSymbolicLink(Path.Combine(folder.Path, name), victim);

        Assert.Equal(0, (await Topo.RunAsync("fmt", file)).ExitCode);

        Assert.Equal("precious", await File.ReadAllTextAsync(victim));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [SkippableFact]
    public async Task The_permissions_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SkipException("Windows has no such permissions");
        }

        var file = folder.Write("a.topo", Untidy);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        await Topo.RunAsync("fmt", file);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            File.GetUnixFileMode(file)
        );
    }

    [SkippableTheory]
    [InlineData("/dev/null")]
    [InlineData("/dev/full")]
    public async Task A_device_is_neither_written_to_nor_replaced(string device)
    {
        Skip.IfNot(File.Exists(device), $"there is no {device}");

        var result = await ImportAsync(device);

        Assert.Equal(
            (2, $"topo: {device} is a device, not a file; nothing was changed\n"),
            (result.ExitCode, result.Error)
        );
        Assert.Equal("is a device, not a file", Analysis.Files.FileSource.Read(device).Problem);
    }

    [SkippableFact]
    public async Task A_pipe_is_not_waited_for()
    {
        var pipe = Path.Combine(folder.Path, "pipe");
        Skip.IfNot(await Processes.CanAsync("mkfifo", pipe), "there is no mkfifo here");

        var written = await ImportAsync(pipe).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((2, $"topo: {pipe} is a pipe, not a file; nothing was changed\n"), Said(written));
        foreach (var source in new[] { "machine", "lspci", "dmesg", "acpidump", "devicetree" })
        {
            var read = await Topo.RunAsync("import", source, pipe).WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal((2, $"topo: {pipe} is a pipe, not a file\n"), Said(read));
        }
    }

    [SkippableFact]
    public async Task What_the_shell_hands_over_is_written_to()
    {
        Skip.IfNot(await Processes.CanAsync("bash", "-c", "true"), "there is no bash here");
        var log = folder.Write("dmesg.txt", Log);

        var result = await Processes.RunAsync([
            "bash",
            "-c",
            "\"$@\" -o /dev/stdout | cat; \"$@\" -o >(cat >&2) | cat",
            "bash",
            .. Processes.Topo,
            "import",
            "dmesg",
            log,
        ]);

        Assert.StartsWith("// Read from dmesg.txt", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_stays_and_none_comes()
    {
        var with = folder.Write("with.topo", "\uFEFF" + Untidy);
        var without = folder.Write("without.topo", Untidy);

        Assert.Equal(0, (await Topo.RunAsync("fmt", with, without)).ExitCode);

        Assert.Equal("\uFEFF" + Tidy, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(with)));
        Assert.Equal(Tidy, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(without)));
    }

    [SkippableFact]
    public async Task Other_names_of_the_file_are_said()
    {
        var file = folder.Write("a.topo", Untidy);
        var other = Path.Combine(folder.Path, "b.topo");
        Skip.IfNot(await Processes.CanAsync("ln", file, other), "there is no ln here");

        var result = await Topo.RunAsync("fmt", file);

        Assert.Equal((0, $"topo: {file} had 2 names (hard links): the other one keeps the old text\n"), Said(result));
        Assert.Equal((Tidy, Untidy), (await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(other)));
    }

    [SkippableFact]
    public async Task Root_leaves_the_file_to_its_owner()
    {
        var file = folder.Write("a.topo", Untidy);
        Skip.IfNot(await Processes.CanAsync("chown", "12345:23456", file), "only root may give a file away");

        Assert.Equal((0, ""), Said(await Topo.RunAsync("fmt", file)));

        Assert.Equal(Tidy, await File.ReadAllTextAsync(file));
        var owner = Analysis.Files.FileKind.OwnerOf(file)!.Value;
        Assert.Equal((12345u, 23456u), (owner.User, owner.Group));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_taken_away_and_what_another_one_writes_is_not()
    {
        var file = folder.Write("a.topo", Untidy);
        var left = folder.Write(".a.topo.topo-new", "host de");

        Assert.Equal(0, (await Topo.RunAsync("fmt", file)).ExitCode);
        Assert.Equal([file], Directory.GetFiles(folder.Path));

        await File.WriteAllTextAsync(file, Untidy);
        await using (var held = new FileStream(left, FileMode.CreateNew, FileAccess.Write, FileShare.Delete))
        {
            Assert.Equal(0, (await Topo.RunAsync("fmt", file)).ExitCode);
            Assert.True(File.Exists(left));
        }

        Assert.Equal(Tidy, await File.ReadAllTextAsync(file));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said()
    {
        var output = Path.Combine(folder.Path, "none", "out.topo");

        Assert.Equal(
            (2, $"topo: {output} cannot be written: its folder does not exist. Make the folder first\n"),
            Said(await ImportAsync(output))
        );
    }

    [Fact]
    public async Task A_folder_is_no_file() =>
        Assert.Equal(
            (2, $"topo: {folder.Path} is a folder, not a file; name a file in it\n"),
            Said(await ImportAsync(folder.Path))
        );

    /// <summary>
    /// Each row: what runs topo, with the folder as its first argument; a disk of 64 KiB that is full, and limits of
    /// the system's.
    /// </summary>
    [SkippableTheory]
    [InlineData(
        "no space left on device",
        "unshare",
        "-rm",
        "sh",
        "-c",
        "mount -t tmpfs -o size=96k none \"$0\" && cp \"$0.big\" \"$0/a.topo\" && { dd if=/dev/zero of=\"$0/fill\" "
            + "bs=1k 2>/dev/null; \"$@\"; code=$?; cmp \"$0/a.topo\" \"$0.big\" && ls -A \"$0\" | wc -l; exit $code; }"
    )]
    [InlineData(
        "the file would become larger than it may",
        "sh",
        "-c",
        "export DOTNET_EnableWriteXorExecute=0; cp \"$0.big\" \"$0/a.topo\"; trap '' XFSZ; ulimit -f 16; touch "
            + "\"$0/fill\"; \"$@\"; code=$?; cmp \"$0/a.topo\" \"$0.big\" && ls -A \"$0\" | wc -l; exit $code"
    )]
    [InlineData(
        "permission denied for it or its folder",
        "sh",
        "-c",
        "cp \"$0.big\" \"$0/a.topo\"; touch \"$0/fill\"; chmod 777 \"$0/a.topo\"; chmod 555 \"$0\"; chmod 755 "
            + "\"$0/..\"; setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"; code=$?; chmod 755 \"$0\"; cmp "
            + "\"$0/a.topo\" \"$0.big\" && ls -A \"$0\" | wc -l; exit $code"
    )]
    public async Task Where_it_cannot_be_written_nothing_is(string reason, params string[] command)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder.Path, "disk")).FullName;
        folder.Write("disk.big", string.Concat(Enumerable.Repeat(Untidy, 2000)));
        Skip.IfNot(
            await Processes.CanAsync(
                command[0] == "unshare"
                    ? ["unshare", "-rm", "mount", "-t", "tmpfs", "none", place]
                    : ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true"]
            ),
            $"{command[0]} may not do that here: it takes root, or user namespaces"
        );

        var result = await Processes.RunAsync([
            .. command,
            place,
            .. Processes.Topo,
            "fmt",
            Path.Combine(place, "a.topo"),
        ]);

        Assert.Equal((2, "2\n"), (result.ExitCode, result.Out));
        Assert.StartsWith(
            $"topo: {place}/a.topo cannot be written: {reason}; nothing was changed. ",
            result.Error,
            StringComparison.Ordinal
        );
    }

    private static (int ExitCode, string Error) Said(Topo topo) => (topo.ExitCode, topo.Error);

    private Task<Topo> ImportAsync(string output) =>
        Topo.RunAsync("import", "dmesg", folder.Write("dmesg.txt", Log), "-o", output);
}
