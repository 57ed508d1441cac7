namespace TopologyLang.Cli.Tests;

/// <summary>
/// Every command that simulates a file keeps to the limits that it is given, and reads what the user hands to it.
/// </summary>
public class LimitTests
{
    private const string Sample = """
        host desk { kernel = 6.8  cpus = 4 }
        iommu unit on desk { model = intel_vtd }
        device card behind unit { bus = pcie 0000:00:02.0 }
        domain space on desk { api = vfio_type1  attach = [card] }
        program flip on desk using card {
          buffer a = 4KiB wb
          buffer b = 4KiB wb
          buffer c = 4KiB wb
          buffer d = 4KiB wb
          cpu 0 write a
          cpu 1 write b
          cpu 2 write c
          cpu 3 write d
          cpu 0 wait d
          cpu 1 wait a
          cpu 2 wait b
          cpu 3 wait c
          dma read a
        }
        """;

    [Theory]
    [InlineData("simulate FILE", "undecided")]
    [InlineData("explain FILE:5", "undecided")]
    [InlineData("graph FILE --format json", "undecided")]
    [InlineData("check FILE", "undecided")]
    public async Task A_search_ends_at_its_limit(string command, string shown)
    {
        var result = await RunAsync($"{command} --max-states 2");

        Assert.Contains(shown, result.Out, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("simulate FILE")]
    [InlineData("explain FILE:5")]
    [InlineData("graph FILE")]
    [InlineData("advise FILE")]
    [InlineData("kernels FILE")]
    [InlineData("diff FILE FILE")]
    [InlineData("check FILE")]
    public async Task A_file_that_takes_too_long_is_given_up(string command)
    {
        var result = await RunAsync($"{command} --max-seconds 1 --max-states 1000000000000 --max-memory 64GiB");

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains(
            "was not analysed within 1 s. Split the file, or give it more time (--max-seconds",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [SkippableTheory]
    [InlineData("topo explain <(cat FILE):3")]
    [InlineData("cat FILE | topo explain /dev/stdin:3")]
    [InlineData("topo graph --format mermaid <(cat FILE)")]
    [InlineData("topo check --max-states 1000 <(cat FILE)")]
    public async Task A_pipe_that_the_shell_hands_over_is_read(string line)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "names of open files are those of Linux");
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Sample);

        var result = await BashAsync(line.Replace("FILE", file, StringComparison.Ordinal));

        Assert.Equal("", result.Error);
        Assert.Contains("card", result.Out, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("topo check --watch <(cat FILE)", "can be read once, and so not watched")]
    [InlineData("topo fmt <(cat FILE)", "is a pipe, not a file")]
    [InlineData("mkfifo FILE.pipe; topo check FILE.pipe", "is a pipe, not a file")]
    [InlineData("topo check <(head -c 17000000 /dev/zero)", "is larger than the limit of 16 MiB for a .topo file")]
    [InlineData("cat FILE | topo check -", "'-' is no file; for standard input write /dev/stdin")]
    public async Task What_cannot_be_read_from_a_pipe_says_so(string line, string problem)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "names of open files are those of Linux");
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Sample);

        var result = await BashAsync(line.Replace("FILE", file, StringComparison.Ordinal));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
    }

    private static async Task<Topo> RunAsync(string command)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Sample);
        return await Topo.RunAsync(command.Replace("FILE", file, StringComparison.Ordinal).Split(' '));
    }

    private static Task<(int ExitCode, string Out, string Error)> BashAsync(string line) =>
        Processes.RunAsync("bash", "-c", $"topo() {{ {string.Join(' ', Processes.Topo)} \"$@\"; }}; {line}");
}
