using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;
using TopologyLang.Import.Text;

namespace TopologyLang.Import.Tests.Tables;

/// <summary>
/// Configuration space: constructed functions, and the real ones against lspci's reading of the same bytes.
/// </summary>
public class ConfigSpaceTests
{
    /// <summary>The machines that lspci's reading was kept of.</summary>
    public static TheoryData<string> Machines() =>
        [.. Repository.MachineNames.Where(machine => File.Exists(LspciOf(machine)))];

    private static string LspciOf(string machine) => Path.Combine(Repository.Machines, machine, "pci", "lspci-vvv.txt");

    [Fact]
    public void There_are_readings_of_lspci() => Assert.Equal(18, Machines().Count);

    [Theory]
    [InlineData(0x0800, true)]
    [InlineData(0x293f, true)]
    [InlineData(0x2010, false)]
    public void Enable_No_Snoop_is_bit_11_of_Device_Control(int control, bool enabled)
    {
        var config = Decode(Function(express: 0x68, control));

        Assert.Equal(enabled, config.NoSnoopEnabled?.Value);
        Assert.Equal($"function+0x70: Device Control 0x{control:x4}", config.NoSnoopEnabled?.From);
    }

    [Fact]
    public void A_function_without_the_capability_has_no_such_bit()
    {
        var config = Decode(Function(express: null, 0));

        Assert.Equal(false, config.IsExpress?.Value);
        Assert.Null(config.NoSnoopEnabled);
    }

    [Fact]
    public void What_an_ordinary_user_sees_of_it_is_not_enough()
    {
        var config = Decode(Function(express: 0x68, 0x0800)[..64]);

        Assert.Null(config.IsExpress);
        Assert.Null(config.NoSnoopEnabled);
        Assert.Null(config.AtsEnabled);
    }

    [Fact]
    public void ATS_and_PASID_count_where_they_are_enabled()
    {
        var bytes = Function(express: 0x68, 0x0800);
        Extended(bytes, 0x100, 0x0f, next: 0x140);
        Extended(bytes, 0x140, 0x1b, next: 0);
        bytes[0x107] = 0x80;

        var config = Decode(bytes);

        Assert.Equal((true, false), (config.AtsEnabled!.Value, config.PasidEnabled!.Value));
    }

    [Fact]
    public void Virtual_functions_stand_at_the_offset_and_stride_of_SRIOV()
    {
        var bytes = Function(express: 0x68, 0x0800);
        Extended(bytes, 0x100, 0x10, next: 0);
        (bytes[0x108], bytes[0x110], bytes[0x114], bytes[0x116]) = (1, 2, 0x80, 2);

        var functions = Decode(bytes).Virtual!;

        var physical = new PciAddress(0, 3, 0, 0);
        Assert.Equal(
            ["0000:03:10.0", "0000:03:10.2"],
            Enumerable
                .Range(0, 0x400)
                .Select(id => PciAddress.Of(0, id))
                .Where(function => functions.Contains(physical, function))
                .Select(function => function.ToString())
        );
    }

    [Theory]
    [InlineData(0x68, 0x68)]
    [InlineData(0x68, 0x20)]
    public void A_list_that_goes_round_or_into_the_header_is_named(byte at, byte next)
    {
        var bytes = Function(express: null, 0);
        bytes[0x06] = 0x10;
        bytes[0x34] = at;
        (bytes[at], bytes[at + 1]) = (0x01, next);

        Assert.Equal(
            $"function: at 0x{next:x}: the list of capabilities points into the header or back to where it was",
            Assert.Throws<ImportException>(() => Decode(bytes)).Message
        );
    }

    [Fact]
    public void A_function_that_does_not_answer_is_no_error()
    {
        var files = MachineFiles.Of("test", ("pci/0000_00_02.0.config", [.. Enumerable.Repeat((byte)0xff, 256)]));

        Assert.Equal(
            "pci/0000_00_02.0.config: the function does not answer",
            Assert.Single(FunctionReader.Read(files)).ConfigProblem
        );
    }

    /// <summary>lspci read the same bytes with a decoder of its own.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void It_reads_what_lspci_reads(string machine)
    {
        var files = MachineFolder.Read(Path.Combine(Repository.Machines, machine));
        var lspci = Lspci.Parse("lspci-vvv.txt", File.ReadAllText(LspciOf(machine)));

        var own = FunctionReader.Read(files);

        Assert.Equal(lspci.Select(Decisive), own.Select(Decisive));
        Assert.Contains(own, function => function.NoSnoopEnabled is not null);
    }

    private static (PciAddress, int?, bool?, bool, (int, int)?) Decisive(FunctionFacts function) =>
        (
            function.Address,
            function.ClassCode?.Value >> 16,
            function.NoSnoopEnabled?.Value,
            function.IsExpress?.Value == true,
            function.Bridge
        );

    private static ConfigSpace Decode(byte[] bytes) => ConfigSpace.Decode(Hex.View("function", bytes));

    private static byte[] Function(int? express, int control)
    {
        var bytes = new byte[4096];
        new byte[] { 0x86, 0x80, 0xd3, 0x10 }.CopyTo(bytes, 0);
        if (express is { } at)
        {
            (bytes[0x06], bytes[0x34], bytes[at]) = (0x10, (byte)at, 0x10);
            BitConverter.GetBytes((ushort)control).CopyTo(bytes, at + 8);
        }

        return bytes;
    }

    private static void Extended(byte[] bytes, int at, int identifier, int next) =>
        BitConverter.GetBytes((uint)(identifier | (1 << 16) | (next << 20))).CopyTo(bytes, at);
}
