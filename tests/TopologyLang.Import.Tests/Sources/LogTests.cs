using System.Text;
using System.Text.RegularExpressions;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>What a boot log says beside VT-d's units: functions, groups, AMD's units, several boots.</summary>
public partial class LogTests
{
    private const string AmdLog = """
        [    0.000000] Linux version 6.1.0 (gcc) #1 SMP
        [    0.100000] smpboot: CPU0: AMD A10-6800K APU (family: 0x15, model: 0x13, stepping: 0x1)
        [    0.300000] pci 0000:00:01.0: [1002:990c] type 00 class 0x030000
        [    0.310000] pci 0000:00:01.1: [1002:990d] type 00 class 0x040300
        [    0.853000] pci 0000:00:01.0: Adding to iommu group 0
        [    0.854000] iommu: Adding device 0000:00:01.1 to group 0
        [    0.860000] AMD-Vi: Found IOMMU at 0000:00:00.2 cap 0x40
        [    0.861000] AMD-Vi: Interrupt remapping enabled

        """;

    [Fact]
    public void A_log_names_functions_their_groups_and_amds_units()
    {
        var text = OfLog(AmdLog);

        Assert.Equal(
            [
                "iommu ivhd0 on machine {",
                "  model = amd_vi",
                "device gpu_00_01_0 behind ivhd0 {",
                "  bus = pcie 0000:00:01.0",
                "  group = group0",
                "device audio_00_01_1 behind ivhd0 {",
                "  bus = pcie 0000:00:01.1",
                "  group = group0",
            ],
            Statements(text).Where(line => Shown().IsMatch(line))
        );
    }

    /// <summary>As journalctl shows several boots on a terminal, and as PowerShell saves it.</summary>
    [Fact]
    public void Of_several_boots_the_last_one_counts_whatever_the_encoding()
    {
        var log = "\x1b[32m[    0.000000] \x1b[0mLinux version 5.10.0 (gcc) #1 SMP\n" + AmdLog;

        var text = OfLog(log, Encoding.Unicode);

        Assert.Contains("The log holds 2 boots; the last one counts.", text, StringComparison.Ordinal);
        Assert.Contains("  kernel = 6.1", Statements(text), StringComparer.Ordinal);
    }

    private static string OfLog(string log, Encoding? encoding = null)
    {
        var bytes = encoding is null ? Encoding.UTF8.GetBytes(log) : [.. encoding.Preamble, .. encoding.GetBytes(log)];
        return Importer.ToTopology(Evidence.Of(MachineFiles.Of("log", ("dmesg.txt", bytes))));
    }

    /// <summary>Without the comments, and with one space where there are several.</summary>
    private static IEnumerable<string> Statements(string text) =>
        text.Split('\n')
            .Select(line => line.Split("//")[0].TrimEnd())
            .Select(line => line.Length > 2 ? line[..2] + Spaces().Replace(line[2..], " ") : line);

    [GeneratedRegex("^(iommu|device) |^  (model|bus|group) ")]
    private static partial Regex Shown();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
