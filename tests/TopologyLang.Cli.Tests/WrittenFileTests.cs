using TopologyLang.Cli.Files;

namespace TopologyLang.Cli.Tests;

/// <summary>A file that is written holds all of the old text or all of the new, and what was beside it is left alone.</summary>
public sealed class WrittenFileTests : IDisposable
{
    private const string Untidy = "host   desk{\nkernel=6.8\n}\n";
    private const string Tidy = "host desk {\n  kernel = 6.8\n}\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_that_came_meanwhile_stays()
    {
        var file = folder.Write("a.topo", "somebody's work");

        var problem = WholeFile.Write(file, "ours", () => false);

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

    /// <summary>A repository may hold links of any name: what is written beside the file has a name that nobody can know.</summary>
    [Theory]
    [InlineData("a.topo.topo-fmt")]
    [InlineData("a.topo.tmp")]
    [InlineData(".a.topo.new")]
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
    [InlineData("/dev/null", 0, "")]
    [InlineData(
        "/dev/full",
        2,
        "topo: /dev/full cannot be written: no space left on device; nothing was changed. Make room, or write elsewhere\n"
    )]
    public async Task A_device_is_written_to_and_not_replaced(string device, int exitCode, string error)
    {
        Skip.IfNot(File.Exists(device), $"there is no {device}");

        var result = await ImportAsync(device);

        Assert.Equal((exitCode, error), (result.ExitCode, result.Error));
        Assert.Equal("is a device, not a file", Analysis.Files.FileSource.Read(device).Problem);
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

    /// <summary>Each row: what runs topo, with the folder as its first argument; a disk of 64 KiB that is full, and limits of the system's.</summary>
    [SkippableTheory]
    [InlineData(
        "no space left on device",
        "unshare",
        "-rm",
        "sh",
        "-c",
        "mount -t tmpfs -o size=96k none \"$0\" && cp \"$0.big\" \"$0/a.topo\" && { dd if=/dev/zero of=\"$0/fill\" bs=1k 2>/dev/null; \"$@\"; code=$?; cmp \"$0/a.topo\" \"$0.big\" && ls -A \"$0\" | wc -l; exit $code; }"
    )]
    [InlineData(
        "the file would become larger than it may",
        "sh",
        "-c",
        "export DOTNET_EnableWriteXorExecute=0; cp \"$0.big\" \"$0/a.topo\"; trap '' XFSZ; ulimit -f 16; touch \"$0/fill\"; \"$@\"; code=$?; cmp \"$0/a.topo\" \"$0.big\" && ls -A \"$0\" | wc -l; exit $code"
    )]
    [InlineData(
        "permission denied for it or its folder",
        "sh",
        "-c",
        "cp \"$0.big\" \"$0/a.topo\"; touch \"$0/fill\"; chmod 777 \"$0/a.topo\"; chmod 555 \"$0\"; chmod 755 \"$0/..\"; setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"; code=$?; chmod 755 \"$0\"; cmp \"$0/a.topo\" \"$0.big\" && ls -A \"$0\" | wc -l; exit $code"
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
        Topo.RunAsync(
            "import",
            "dmesg",
            folder.Write(
                "dmesg.txt",
                "[    0.2] DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e\n"
            ),
            "-o",
            output
        );
}
