using TopologyLang.Analysis.Files;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests.Files;

/// <summary>
/// An import reads ordinary files inside the roots, and nothing else, whatever it is called and wherever links lead.
/// </summary>
public sealed class ImportBoundsTests : IDisposable
{
    private const string Outside = "lies outside the workspace, where nothing is read";

    private readonly TemporaryFolder folder = new();

    public ImportBoundsTests()
    {
        folder.Write("secret.topo", "host secret { }");
        folder.Write("outside/deep/secret.topo", "host secret { }");
        folder.Write("own/inside.topo", "host inside { }");
        folder.Write("own-beside/secret.topo", "host secret { }");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("inside.topo")]
    [InlineData("./inside.topo")]
    [InlineData("parts/../inside.topo")]
    [InlineData("../own/inside.topo")]
    public void What_lies_inside_is_read(string import) => Assert.Null(Import(import).Problem);

    [Theory]
    [InlineData("../secret.topo")]
    [InlineData("parts/../../secret.topo")]
    [InlineData("../own-beside/secret.topo")]
    [InlineData("/etc/passwd")]
    [InlineData("//server/share/secret.topo")]
    [InlineData("/dev/zero")]
    [InlineData("/proc/self/environ")]
    [InlineData("../../../../../../../../../../../etc/passwd")]
    public void What_lies_outside_is_not(string import) => Assert.Equal(Outside, Import(import).Problem);

    /// <summary>Names of Windows are ordinary names elsewhere, and there are no such files.</summary>
    [Theory]
    [InlineData(@"..\secret.topo")]
    [InlineData(@"\\server\share\secret.topo")]
    [InlineData(@"C:\secret.topo")]
    [InlineData("file:///etc/passwd")]
    [InlineData("inside.topo::$DATA")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("~/secret.topo")]
    [InlineData("%2e%2e/secret.topo")]
    [InlineData("$HOME/secret.topo")]
    public void A_name_of_another_system_reads_nothing(string import) => Assert.NotNull(Import(import).Problem);

    [Fact]
    public void A_name_with_a_NUL_or_longer_than_any_path_is_none()
    {
        Assert.Equal("is no file's name", Import("inside.topo\0.png").Problem);
        Assert.Equal("is no file's name", Import(string.Concat(Enumerable.Repeat("a/", 1_000_000))).Problem);
    }

    /// <summary>Each row: links as `name -> target`, and the import that goes through them.</summary>
    [Theory]
    [InlineData("file.topo", "file.topo -> ../secret.topo")]
    [InlineData("file.topo", "file.topo -> {folder}/secret.topo")]
    [InlineData("sub/secret.topo", "sub -> ../outside/deep")]
    [InlineData("one.topo", "one.topo -> two.topo", "two.topo -> ../secret.topo")]
    [InlineData("one.topo", "sub -> ../outside/deep", "one.topo -> sub/secret.topo")]
    [InlineData("one.topo", "sub -> ../outside/deep", "one.topo -> sub/../../secret.topo")]
    [InlineData("self.topo", "self.topo -> self.topo")]
    [InlineData("root.topo", "root.topo -> /")]
    public void A_link_does_not_lead_out(string import, params string[] links)
    {
        foreach (var link in links.Select(link => link.Split(" -> ")))
        {
            File.CreateSymbolicLink(
                folder.At("own/" + link[0]),
                link[1].Replace("{folder}", folder.Path, StringComparison.Ordinal)
            );
        }

        Assert.Equal(Outside, Import(import).Problem);
    }

    [Theory]
    [InlineData("file.topo", "file.topo -> inside.topo")]
    [InlineData("again/inside.topo", "again -> ../own")]
    public void A_link_that_stays_inside_is_followed(string import, string link)
    {
        File.CreateSymbolicLink(folder.At("own/" + link.Split(" -> ")[0]), link.Split(" -> ")[1]);

        Assert.Null(Import(import).Problem);
    }

    [Fact]
    public void A_root_may_itself_be_a_link()
    {
        File.CreateSymbolicLink(folder.At("linked"), "own");
        var source = new FileSource([folder.At("linked")]);

        Assert.Null(source.Import(folder.At("linked/main.topo"), "inside.topo").Problem);
        Assert.Null(source.Import(folder.At("own/main.topo"), "inside.topo").Problem);
    }

    /// <summary>
    /// Where a system takes both spellings for one folder, the other one is refused: too little is read, never too
    /// much.
    /// </summary>
    [Theory]
    [InlineData('/', "/lab", "/lab/a.topo", true)]
    [InlineData('/', "/", "/a.topo", true)]
    [InlineData('/', "/lab", "/lab", true)]
    [InlineData('/', "/lab", "/laboratory/a.topo", false)]
    [InlineData('/', "/lab", "/LAB/a.topo", false)]
    [InlineData('\\', @"C:\work", @"C:\work\a.topo", true)]
    [InlineData('\\', @"C:\", @"C:\a.topo", true)]
    [InlineData('\\', @"C:\work", @"C:\work2\a.topo", false)]
    [InlineData('\\', @"C:\work", @"c:\WORK\a.topo", false)]
    [InlineData('\\', @"C:\work", @"\\server\share\a.topo", false)]
    [InlineData('\\', @"C:\work", @"\\?\C:\work\a.topo", false)]
    [InlineData('\\', @"C:\work", @"\\.\pipe\a", false)]
    [InlineData('\\', @"\\server\share", @"\\server\share\a.topo", true)]
    [InlineData('\\', @"\\server\share", @"\\server\shares\a.topo", false)]
    public void A_path_is_inside_by_whole_names(char separator, string root, string path, bool inside) =>
        Assert.Equal(inside, RealPaths.IsInside(root, path, separator));

    [Theory]
    [InlineData("NUL", true)]
    [InlineData("nul.topo", true)]
    [InlineData("CON .topo", true)]
    [InlineData("com1.tar.topo", true)]
    [InlineData("LPT\u00b9", true)]
    [InlineData("AUX:stream", true)]
    [InlineData("console.topo", false)]
    [InlineData("com.topo", false)]
    [InlineData("COM10.topo", false)]
    [InlineData("a.nul", false)]
    public void Devices_of_Windows_are_known_by_name(string name, bool device) =>
        Assert.Equal(device, FileKind.IsDeviceOfWindows(name));

    [Fact]
    public void More_imports_than_any_machine_needs_are_refused()
    {
        var source = new FileSource([folder.At("own")]);
        ImportedFile Next(int number) => source.Import(folder.At("own/main.topo"), $"{number}.topo");

        Assert.All(
            Enumerable.Range(0, FileSource.MostImports),
            number => Assert.Equal("does not exist", Next(number).Problem)
        );
        Assert.Equal("is one import too many: at most 1000 are read", Next(FileSource.MostImports).Problem);
        Assert.Equal("does not exist", Next(0).Problem);
    }

    [Fact]
    public void Imports_that_are_too_long_together_are_refused()
    {
        var source = new FileSource([folder.At("own")]);
        var large = new string('/', SourceLimits.FileLength);
        var problems = Enumerable
            .Range(0, 5)
            .Select(number => source.Import(folder.Write($"own/{number}.topo", large), $"{number}.topo").Problem)
            .ToArray();

        Assert.Equal(",,,,makes the imports too long: at most 64 MiB are read together", string.Join(',', problems));
    }

    private ImportedFile Import(string text) =>
        new FileSource([folder.At("own")]).Import(folder.At("own/main.topo"), text);
}
