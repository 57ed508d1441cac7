using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>Archives, good and hostile. Nothing is ever unpacked to disk.</summary>
public class ArchiveTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_reads_as_its_folder_does(bool zipped)
    {
        var folder = Path.Combine(Repository.Machines, "amdvi@7.2.12");
        using var archive = new MemoryStream();
        using (var zip = zipped ? new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true) : null)
        {
            TarFile.CreateFromDirectory(folder, zip ?? (Stream)archive, includeBaseDirectory: true);
        }

        archive.Position = 0;
        var fromArchive = MachineArchive.Read("machine.tar", archive);

        Assert.Equal(MachineFolder.Read(folder).Files.Keys, fromArchive.Files.Keys);
    }

    [Theory]
    [InlineData("../uname.txt")]
    [InlineData("machine/../../uname.txt")]
    [InlineData("/etc/uname.txt")]
    public void A_name_that_leads_out_is_refused(string name)
    {
        var error = Assert.Throws<ImportException>(() =>
            MachineArchive.Read(
                "evil.tar",
                Tar(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = Text("x") })
            )
        );

        Assert.Equal($"evil.tar: the entry '{name}' leads out of the archive", error.Message);
    }

    [Fact]
    public void A_link_is_passed_over()
    {
        var machine = MachineArchive.Read(
            "links.tar",
            Tar(
                new PaxTarEntry(TarEntryType.RegularFile, "uname.txt") { DataStream = Text("Linux 6.8 x86_64") },
                new PaxTarEntry(TarEntryType.SymbolicLink, "cmdline.txt") { LinkName = "/etc/passwd" }
            )
        );

        Assert.Equal(["uname.txt"], machine.Files.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no archive at all")]
    public void What_is_no_archive_is_named(string text) =>
        Assert.StartsWith(
            "odd.tar",
            Assert.Throws<ImportException>(() => MachineArchive.Read("odd.tar", Text(text))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_bomb_ends_at_the_limit()
    {
        using var bomb = new MemoryStream();
        using (var zip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0L; i <= MachineLayout.LargestMachine >> 20; i++)
            {
                zip.Write(i == 0 ? LargeEntry(zeros) : zeros);
            }
        }

        bomb.Position = 0;

        Assert.Contains(
            "MiB",
            Assert.Throws<ImportException>(() => MachineArchive.Read("bomb.tar.gz", bomb)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_cut_archive_is_refused_with_the_place()
    {
        var whole = Tar(
                new PaxTarEntry(TarEntryType.RegularFile, "uname.txt") { DataStream = Text("Linux 6.8 x86_64") }
            )
            .ToArray();

        var error = Assert.Throws<ImportException>(() =>
            MachineArchive.Read("cut.tar", new MemoryStream(whole[..600]))
        );

        Assert.StartsWith(
            "cut.tar: at 0x258 of the tar: no tar or tar.gz, or a damaged one: ",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Cut_anywhere_it_is_an_error_or_less_of_the_machine()
    {
        var whole = Tar(
                new PaxTarEntry(TarEntryType.RegularFile, "uname.txt") { DataStream = Text("Linux 6.8 x86_64") },
                new PaxTarEntry(TarEntryType.RegularFile, "cpu.txt") { DataStream = Text("flags: ss") }
            )
            .ToArray();
        for (var length = 0; length < whole.Length; length += 97)
        {
            try
            {
                Assert.Contains(
                    "uname.txt",
                    MachineArchive.Read("cut.tar", new MemoryStream(whole[..length])).Files.Keys
                );
            }
            catch (ImportException error)
            {
                Assert.StartsWith("cut.tar", error.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The header of an entry that says it is larger than all that is read.</summary>
    private static byte[] LargeEntry(byte[] zeros)
    {
        var tar = Tar(new UstarTarEntry(TarEntryType.RegularFile, "uname.txt") { DataStream = new MemoryStream(zeros) })
            .ToArray()[..(1 << 20)];
        Encoding.ASCII.GetBytes("07777777777\0").CopyTo(tar, 124);
        var sum = 8 * ' ' + tar.Take(512).Select((value, index) => index is >= 148 and < 156 ? 0 : (int)value).Sum();
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(tar, 148);
        return tar;
    }

    private static MemoryStream Tar(params TarEntry[] entries)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        archive.Position = 0;
        return archive;
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
