namespace TopologyLang.Cli.Tests;

public class FmtCommandTests
{
    private const string Untidy = "host   desk{\nkernel=6.8 // why\n   cpus    = 4\n}\n";
    private const string Tidy = "host desk {\n  kernel = 6.8  // why\n  cpus   = 4\n}\n";

    [Fact]
    public async Task A_file_is_formatted_in_place()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Untidy);

        var result = await Topo.RunAsync("fmt", file);

        Assert.Equal((0, $"formatted {file}\n"), (result.ExitCode, result.Out));
        Assert.Equal(Tidy, await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Check_changes_nothing_and_says_which_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Untidy);

        var result = await Topo.RunAsync("fmt", "--check", file);

        Assert.Equal((1, $"{file} is not formatted\n"), (result.ExitCode, result.Out));
        Assert.Equal(Untidy, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_formatted_file_is_left_alone()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("fmt", "--check", folder.Write("a.topo", Tidy));

        Assert.Equal((0, ""), (result.ExitCode, result.Out));
    }

    [Theory]
    [InlineData("fmt")]
    [InlineData("fmt", "--check")]
    public async Task What_is_not_understood_stays_and_is_told(params string[] command)
    {
        using var folder = new TemporaryFolder();
        const string text = "host desk {\n  cpus   2\n}\n";
        var file = folder.Write("a.topo", text);

        var result = await Topo.RunAsync([.. command, file]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $"topo: {file}:2: not understood, and stays as it is: expected `=` after `cpus`, found `2`: write "
                + "`cpus = 2`\n",
            result.Error
        );
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("import \"b.topo\"; host h { }\n")]
    [InlineData("import \"b.topo\" }\n")]
    [InlineData("import \"b.topo\"; import \"c.topo\"\n")]
    [InlineData("import \"b.topo\" /* b\n */ host h { }\n")]
    [InlineData("expect d in box 3 /* b\n */ host h { }\n")]
    public async Task What_follows_on_the_line_of_an_import_is_a_mistake_and_stays(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("b.topo", "host z { }\n");
        folder.Write("c.topo", "host y { }\n");
        var file = folder.Write("a.topo", text);

        Assert.Equal(1, (await Topo.RunAsync("check", file)).ExitCode);
        Assert.Equal(1, (await Topo.RunAsync("fmt", file)).ExitCode);
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    /// <summary>Whoever can put a file into a folder must not write the command line of who works there.</summary>
    [Theory]
    [InlineData("fmt")]
    [InlineData("check")]
    [InlineData("simulate")]
    [InlineData("explain")]
    [InlineData("advise")]
    [InlineData("graph")]
    [InlineData("kernels")]
    [InlineData("import", "lspci")]
    [InlineData("import", "-o")]
    public async Task A_file_is_not_read_as_a_command_line(params string[] command)
    {
        using var folder = new TemporaryFolder();
        var elsewhere = folder.Write("a.topo", Untidy);
        var file = folder.Write("r", elsewhere);

        var result = await Topo.RunAsync([.. command, $"@{file}"]);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain(elsewhere, result.Out + result.Error, StringComparison.Ordinal);
        Assert.Equal(Untidy, await File.ReadAllTextAsync(elsewhere));
    }

    [Fact]
    public async Task Behind_two_dashes_every_word_is_a_file()
    {
        var result = await Topo.RunAsync("fmt", "--", "--check", "-x.topo");

        Assert.Equal(
            (2, "topo: ./--check does not exist\ntopo: ./-x.topo does not exist\n"),
            (result.ExitCode, result.Error.ReplaceLineEndings("\n"))
        );
    }
}
