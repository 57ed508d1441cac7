using TopologyLang.Cli;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Import.Tests.Sources;

/// <summary><c>topo import</c> as a user calls it.</summary>
public class CommandTests
{
    private static readonly string Machine = Path.Combine(Repository.Machines, "vtd-sc1@7.2.12");

    [Fact]
    public async Task A_machine_is_printed_formatted()
    {
        var (exitCode, output, error) = await TopoAsync([], "import", "machine", Machine);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(Imported.Text("vtd-sc1@7.2.12"), output);
    }

    [Fact]
    public async Task Standard_input_is_a_dash_and_the_output_may_be_a_file()
    {
        using var folder = new TemporaryFolder();
        var target = folder.Write("machine.topo", "what was there");

        var (exitCode, output, error) = await TopoAsync(
            await File.ReadAllBytesAsync(Path.Combine(Machine, "dmesg.txt")),
            "import",
            "dmesg",
            "-",
            "-o",
            target
        );

        Assert.Equal((0, "", ""), (exitCode, output, error));
        Assert.StartsWith(
            "// Read from standard input by topo import.",
            await File.ReadAllTextAsync(target),
            StringComparison.Ordinal
        );
        Assert.Equal([target], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("machine", "no/such/folder")]
    [InlineData("lspci", "no/such/file")]
    [InlineData("sysfs", "no/such/root")]
    public async Task What_is_not_there_is_said(string source, string path)
    {
        var (exitCode, output, error) = await TopoAsync([], "import", source, path);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("topo: ", error, StringComparison.Ordinal);
        Assert.Contains("no/such", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lspci")]
    [InlineData("dmesg")]
    [InlineData("acpidump")]
    [InlineData("devicetree")]
    public async Task A_folder_is_no_file(string source)
    {
        var (exitCode, output, error) = await TopoAsync([], "import", source, Machine);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(
            $"topo: {Machine} is a folder, not a file; 'topo import machine' takes the folder of a machine\n",
            error
        );
    }

    [Fact]
    public async Task A_damaged_table_is_named_with_its_place()
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Machine, "acpi", "DMAR"));
        bytes[^1] ^= 0xff;

        var (exitCode, _, error) = await TopoAsync(bytes, "import", "acpidump", "-");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("topo: acpi/DMAR: at 0x9: the checksum is wrong", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fdt.dtb")]
    public async Task A_device_tree_gives_its_units(string file)
    {
        var (exitCode, output, error) = await TopoAsync(
            [],
            "import",
            "devicetree",
            Path.Combine(Repository.Machines, "arm-smmuv3-dt@6.12.107", file)
        );

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("iommu smmu3_9050000 on machine {", output, StringComparison.Ordinal);
        Assert.Contains("coherent_walk = yes", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Out, string Error)> TopoAsync(
        byte[] input,
        params string[] arguments
    )
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await CommandLine.RunAsync(
            arguments,
            new CommandConsole(new MemoryStream(input), Stream.Null, output, error),
            CancellationToken.None
        );
        return (exitCode, output.ToString(), error.ToString());
    }
}
