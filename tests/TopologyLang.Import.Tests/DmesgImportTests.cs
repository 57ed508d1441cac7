namespace TopologyLang.Import.Tests;

public class DmesgImportTests
{
    /// <summary>Lines of a Skylake client's boot log (capability registers of its two units).</summary>
    private const string Log = """
        [    0.000000] Linux version 6.8.12-generic (builder) (gcc 13.2.0) #1 SMP
        [    0.008000] DMAR: DRHD base: 0x000000fed90000 flags: 0x0
        [    0.008000] DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e
        [    0.008000] DMAR: DRHD base: 0x000000fed91000 flags: 0x1
        [    0.008000] DMAR: dmar1: reg_base_addr fed91000 ver 1:0 cap d2008c40660462 ecap f050da
        """;

    [Fact]
    public void Units_come_with_their_registers_and_the_line_they_were_read_from()
    {
        var expected = """
            // Read from a kernel log. It does not say which device is behind which unit: add the devices.

            /// Linux version 6.8.12
            host machine { vendor = intel  kernel = 6.8.12 }

            /// DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e
            /// No snoop control: nothing behind this unit can be kept from no-snoop.
            iommu dmar0 on machine {
              model = intel_vtd
              cap   = 0x1c0000c40660462
              ecap  = 0x19e2ff0505e
            }

            /// DMAR: dmar1: reg_base_addr fed91000 ver 1:0 cap d2008c40660462 ecap f050da
            /// Snoop control: its page tables can block no-snoop.
            iommu dmar1 on machine {
              model = intel_vtd
              cap   = 0xd2008c40660462
              ecap  = 0xf050da
            }

            """;

        Assert.Equal(expected, DmesgImport.ToTopology(Log), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_unit_that_is_logged_twice_is_declared_once()
    {
        var twice = Log + "\n" + Log;

        Assert.Equal(DmesgImport.ToTopology(Log), DmesgImport.ToTopology(twice));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[    1.276704] AMD-Vi: Interrupt remapping enabled")]
    [InlineData("DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap zz ecap 1")]
    public void A_log_without_a_unit_gives_nothing(string log) => Assert.Null(DmesgImport.ToTopology(log));
}
