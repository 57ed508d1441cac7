namespace TopologyLang.Cli.Tests;

public class CheckCommandTests
{
    private const string Fine = "host desk { kernel = 6.8 }\n";

    [Fact]
    public async Task Nothing_to_say_is_exit_code_0()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Write("a.topo", Fine));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task An_error_in_a_file_is_exit_code_1_and_shows_line_and_caret()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Write("a.topo", "host desk {\n  kernl = 6.8\n}\n"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("a.topo:2:3: error", result.Out, StringComparison.Ordinal);
        Assert.Contains("  2 |   kernl = 6.8\n    |   ^^^^^\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("kernel", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_exit_code_2_and_the_others_are_still_checked()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "missing.topo");

        var result = await Topo.RunAsync("check", missing, folder.Write("a.topo", Fine));

        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"topo: {missing} does not exist\n", result.Error);
        Assert.Contains("1 file: 0 errors", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("chekc", "a.topo")]
    [InlineData("check", "a.topo", "--format", "yaml")]
    [InlineData("check", "a.topo", "--no-such-option")]
    [InlineData("check", "a.topo", "--max-states", "many")]
    [InlineData("check", "a.topo", "--max-memory", "512")]
    [InlineData("check", "a.topo", "--max-memory", "4KiB")]
    [InlineData("check", "a.topo", "--threads", "0")]
    [InlineData("check", "a.topo", "--remedies", "many")]
    public async Task Wrong_usage_is_exit_code_2_with_a_word(params string[] arguments)
    {
        var result = await Topo.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("topo: see 'topo --help'", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Path);

        Assert.Equal((2, $"topo: {folder.Path} is a folder, not a file\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_file_of_50_MB_is_refused_with_the_limit()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Write("big.topo", new byte[50_000_000]));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is larger than the limit of 16 MiB", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_with_their_place()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Write("binary.topo", [0x68, 0x6f, 0xff, 0xfe, 0x00]));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is not UTF-8 text (byte 0xff at offset 2)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_NUL_in_a_file_is_a_finding()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Write("nul.topo", "host desk {\n  kernel = \0 6.8\n}\n"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nul.topo:2:", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', result.Out);
    }

    [Fact]
    public async Task Ten_thousand_braces_are_a_finding()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync(
            "check",
            folder.Write("deep.topo", string.Concat(Enumerable.Repeat("host a {", 10_000)))
        );

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Out + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_cycle_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b.topo", "import \"a.topo\"\n");

        var result = await Topo.RunAsync("check", folder.Write("a.topo", "import \"b.topo\"\n" + Fine));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("import each other", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_outside_the_folder_of_the_file_is_imported()
    {
        using var outside = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        var secret = outside.Write("secret.topo", Fine);

        var result = await Topo.RunAsync(
            "check",
            folder.Write("a.topo", $"import \"../{Path.GetFileName(outside.Path)}/secret.topo\"\n")
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("outside the workspace", result.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(secret));
    }

    [Fact]
    public async Task A_limit_of_states_leaves_a_program_undecided()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.topo",
            """
            host desk { kernel = 6.8 }
            device card on desk { bus = pcie 0000:03:00.0 }
            program p on desk using card {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b
            }
            """
        );

        var result = await Topo.RunAsync("check", file, "--max-states", "2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("TOPO4002", result.Out, StringComparison.Ordinal);
        Assert.Contains("p  undecided", result.Out, StringComparison.Ordinal);
    }

    /// <summary>Twenty-four operations that no fence completes: more states than a mebibyte holds.</summary>
    [Fact]
    public async Task A_limit_of_memory_leaves_a_program_undecided_with_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.topo",
            $$"""
            host desk { kernel = 6.8 }
            device card on desk { bus = pcie 0000:03:00.0 }
            program p on desk using card {
              buffer b = 4KiB wb
              {{string.Concat(Enumerable.Repeat("cpu 0 clwb b\n  ", 24))}}
              dma read b
            }
            """
        );

        var result = await Topo.RunAsync(
            "check",
            file,
            "--max-states",
            "100000000",
            "--max-memory",
            "1MiB",
            "--threads",
            "2"
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("p  undecided", result.Out, StringComparison.Ordinal);
        Assert.Contains("Not decided within 1 MiB of memory", result.Out, StringComparison.Ordinal);
    }
}
