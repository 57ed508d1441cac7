using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

public sealed class DiffCommandTests : IDisposable
{
    private const string Machine = """
        host desk { kernel = 6.8 }
        iommu main on desk { model = intel_vtd }
        device nic behind main { bus = pcie 0000:03:00.0 }
        domain space on desk { api = vfio_type1  attach = [nic] }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_files_that_say_the_same_end_with_0() =>
        Assert.Equal(
            (0, "no difference in what is declared nor in any answer\n"),
            await DiffAsync(Machine, Machine + "\n// the same\n")
        );

    [Fact]
    public async Task A_difference_ends_with_1_and_names_declarations_and_answers()
    {
        string With(string snoopControl) =>
            Machine.Replace("intel_vtd", $"intel_vtd  snoop_control = {snoopControl}", StringComparison.Ordinal);
        var (exitCode, text) = await DiffAsync(With("yes"), With("no"));

        Assert.Equal(1, exitCode);
        Assert.Contains("  ~ iommu main snoop_control: yes -> no\n", text, StringComparison.Ordinal);
        Assert.Contains("  device nic: box 1 -> box 3  because ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_ends_with_2()
    {
        var topo = await Topo.RunAsync("diff", folder.Write("a.topo", Machine), Path.Combine(folder.Path, "none.topo"));

        Assert.Equal(2, topo.ExitCode);
        Assert.Contains("none.topo", topo.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_same()
    {
        var topo = await Topo.RunAsync(
            "diff",
            folder.Write("a.topo", Machine),
            folder.Write("b.topo", Machine.Replace("6.8", "6.12", StringComparison.Ordinal)),
            "--format",
            "json"
        );

        var declaration = Assert.Single(JObject.Parse(topo.Out)["declarations"]!);
        Assert.Equal(
            ("host desk", "kernel", "6.8", "6.12"),
            (
                (string)declaration["name"]!,
                (string)declaration["property"]!,
                (string)declaration["before"]!,
                (string)declaration["after"]!
            )
        );
    }

    private async Task<(int ExitCode, string Out)> DiffAsync(string before, string after)
    {
        var topo = await Topo.RunAsync("diff", folder.Write("a.topo", before), folder.Write("b.topo", after));
        return (topo.ExitCode, topo.Out);
    }
}
