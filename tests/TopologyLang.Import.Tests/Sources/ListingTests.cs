using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Text;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>What a listing by lspci, or a dump of tables, is read for although a part of it is damaged.</summary>
public class ListingTests
{
    private const string Header = "00: 86 80 34 12 00 00 10 00 00 00 00 03 00 00 00 00";
    private const string Zeros = " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
    private const string Ones = " ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff";

    /// <summary>One function's bytes, and why they do not count; the others of the listing do.</summary>
    [Theory]
    [InlineData(
        Header + "\n10:" + Zeros + "\n28: 00 00",
        "lspci.txt:4: the dump goes on at 0x28, and 0x20 is expected"
    )]
    [InlineData(
        "00:" + Ones + "\n10:" + Ones + "\n20:" + Ones + "\n30:" + Ones,
        "lspci.txt: 0000:00:02.0: the function does not answer"
    )]
    [InlineData(
        Header
            + "\n10:"
            + Zeros
            + "\n20:"
            + Zeros
            + "\n30: 00 00 00 00 40 00 00 00 00 00 00 00 00 00 00 00"
            + "\n40: 05 40 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
        "lspci.txt: 0000:00:02.0: at 0x40: the list of capabilities points into the header or back to where it was"
    )]
    public void A_damaged_dump_costs_one_function(string dump, string problem)
    {
        var functions = Lspci.Parse(
            "lspci.txt",
            $"00:02.0 VGA compatible controller: X\n{dump}\n00:03.0 Audio device: Y\n"
        );

        Assert.Equal(["0000:00:02.0", "0000:00:03.0"], functions.Select(function => function.Address.ToString()));
        Assert.Equal(problem, functions[0].ConfigProblem);
        Assert.Null(functions[0].IsExpress);
        Assert.Equal(0x030000, functions[0].ClassCode!.Value);
    }

    [Theory]
    [InlineData("00:02.0 0300: 8086:3e9b (rev 02)", 0x030000, null)]
    [InlineData("00:02.0 \"VGA compatible controller\" \"Intel Corporation\" \"UHD\" -r02 \"\" \"\"", 0x030000, null)]
    [InlineData("00:02.0 \"Display controller [0380]\" \"Intel Corporation [8086]\" \"UHD [3e9b]\"", 0x038000, null)]
    [InlineData(
        "01:00.0 VGA compatible controller [0300]: NVIDIA Corporation GK208B [GeForce GT 710] [10de:128b] (rev a1)",
        0x030000,
        "NVIDIA Corporation GK208B [GeForce GT 710] [10de:128b]"
    )]
    [InlineData("00:1b.0 Audio device: Intel Corporation HD Audio (rev 02)", 0x040300, "Intel Corporation HD Audio")]
    public void Each_form_of_a_line_has_the_class(string line, int code, string? product)
    {
        var function = Assert.Single(Lspci.Parse("lspci.txt", line));

        Assert.Equal((code, product), (function.ClassCode!.Value, function.Product));
    }

    /// <summary>A listing does not show IOMMUs: that none was seen does not say that there is none.</summary>
    [Fact]
    public void The_iommu_of_a_listed_function_is_unknown()
    {
        var functions = Lspci.Parse("lspci.txt", "03:00.0 Ethernet controller: X\n");

        Assert.Contains(
            "\n  iommu = unknown",
            Importer.ToTopology(Evidence.Of(MachineFiles.Of("lspci.txt"), functions)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_driver_may_have_a_space_in_its_name() =>
        Assert.Equal(
            "HDA_Intel",
            Assert
                .Single(Lspci.Parse("lspci.txt", "00:1b.0 Audio device: X\n\tKernel driver in use: HDA Intel\n"))
                .Driver!.Value
        );

    /// <summary>The rest of the machine is read without an SSDT, and the text says so.</summary>
    [Fact]
    public void A_damaged_table_that_is_not_needed_is_left_out_with_a_note()
    {
        var files = MachineFolder.Read(Path.Combine(Repository.Machines, "vtd-sc1@7.2.12"));
        var damaged = new byte[40];
        "SSDT"u8.CopyTo(damaged);
        damaged[4] = 40;

        var evidence = Evidence.Of(files with { Files = files.Files.SetItem("acpi/SSDT9", damaged) });

        Assert.Contains(
            "acpi/SSDT9: at 0x9: the checksum is wrong",
            Importer.ToTopology(evidence),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_signature_may_have_a_mark_in_it()
    {
        const string dump = "MCFG @ 0x0\n 0000: 4D 43 46 47\n\nASF! @ 0x0\n 0000: 41 53 46 21\n";

        var files = Acpidump.Parse("a.txt", System.Text.Encoding.ASCII.GetBytes(dump));

        Assert.Equal(["acpi/ASF!", "acpi/MCFG"], files.Files.Keys);
    }
}
