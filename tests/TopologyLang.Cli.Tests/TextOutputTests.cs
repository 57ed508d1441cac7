using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Tests;

public class TextOutputTests
{
    private const string Machine = """
        host desk { kernel = 6.8 }
        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        domain space on desk { api = vfio_type1  attach = [igpu] }
        guest vm on desk { assign = [igpu via space] }

        """;

    private const string Program =
        "program NAME in vm using igpu {\n  buffer b = 4KiB wb\n  cpu 0 write b\n  dma read b no_snoop\n}\n";

    [Fact]
    public async Task A_chain_is_told_once()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.topo",
            Machine
                + Program.Replace("NAME", "first", StringComparison.Ordinal)
                + Program.Replace("NAME", "second", StringComparison.Ordinal)
        );

        var result = await Topo.RunAsync("check", file);

        Assert.Single(
            result.Out.Split('\n'),
            line => line.Contains("why: KVM counts non-coherent DMA", StringComparison.Ordinal)
        );
        Assert.Contains(
            $"      why: the first 9 reasons as at {file}:3, then:\n",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "  programs  first                     stale device_reads_stale in 2 steps\n"
                + "            second                    stale",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_long_source_line_is_cut_around_its_caret()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.topo",
            $"host desk {{ /*{new string('a', 500)}*/ kernl = 6.8 /*{new string('b', 500)}*/ }}\n"
        );

        var result = await Topo.RunAsync("check", file);

        var lines = result.Out.Split('\n');
        Assert.StartsWith("  1 | \u2026aaa", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("bbb\u2026", lines[1], StringComparison.Ordinal);
        Assert.Equal(120, lines[1].Length);
        Assert.Equal(
            "kernl",
            lines[1]
                .Substring(
                    lines[2].IndexOf('^', StringComparison.Ordinal),
                    lines[2].Count(character => character == '^')
                )
        );
    }

    [Fact]
    public async Task A_kernel_that_is_not_known_is_shown_with_the_one_that_is_simulated()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", folder.Write("a.topo", "host desk { kernel = 9.1 }\n"));

        Assert.Contains("  host desk, Linux 9.1 (simulated as 7.3.4)\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_understood_is_in_the_summary()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.topo",
            Machine
                + Program
                    .Replace("dma read", "dma reed", StringComparison.Ordinal)
                    .Replace("NAME", "p", StringComparison.Ordinal)
        );

        var result = await Topo.RunAsync("check", file);

        Assert.Contains(
            "  programs  p  error: line 9 is not understood (expected `read`, `write`, `wait` or `interrupt` after "
                + "`dma`",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Github_annotations_have_file_line_columns_and_escapes()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a,b.topo", "host desk {\n  kernl = 6.8\n}\n");

        var result = await Topo.RunAsync("check", "--format", "github", file);

        Assert.Equal(1, result.ExitCode);
        var path = file.Replace(",", "%2C", StringComparison.Ordinal);
        Assert.StartsWith(
            $"::error file={path},line=2,endLine=2,col=3,endColumn=7,title=TOPO2003%3A ",
            result.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("::a host has no property `kernl`", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_are_only_in_a_style_that_has_them()
    {
        Assert.Equal("word", TextStyle.Plain.Strong("word"));
        Assert.Equal("\u001b[1mword\u001b[0m", new TextStyle(true, 80).Strong("word"));
    }

    [Theory]
    [InlineData("bogus", "topo: there is no command 'bogus'; there are check, ")]
    [InlineData("chekc", "topo: there is no command 'chekc'; did you mean 'check'?\n")]
    [InlineData("help bogus", "topo: there is no command 'bogus'; there are check, ")]
    [InlineData("", "topo: which command? There are check, ")]
    public async Task An_unknown_command_is_named_first(string arguments, string expected)
    {
        var result = await Topo.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_command_is_what_its_option_prints()
    {
        var help = await Topo.RunAsync("help", "check");

        Assert.Equal(await Topo.RunAsync("check", "--help"), help);
        Assert.Contains(" check <FILE>", help.Out, StringComparison.Ordinal);
    }
}
