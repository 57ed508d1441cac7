using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;
using TopologyLang.Import.Text;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>What people save as text: a boot log, lspci, acpidump.</summary>
public class TextSourceTests
{
    /// <summary>Lines of a Skylake client's boot log (capability registers of its two units).</summary>
    private const string Log = """
        [    0.000000] Linux version 6.8.12-generic (builder) (gcc 13.2.0) #1 SMP
        [    0.008000] DMAR: DRHD base: 0x000000fed90000 flags: 0x0
        [    0.008000] DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e
        [    0.008000] DMAR: DRHD base: 0x000000fed91000 flags: 0x1
        [    0.008000] DMAR: dmar1: reg_base_addr fed91000 ver 1:0 cap d2008c40660462 ecap f050da
        [    0.010000] DMAR-IR: Enabled IRQ remapping in x2apic mode
        """;

    [Fact]
    public void A_boot_log_gives_units_with_their_registers_and_the_line_they_were_read_from()
    {
        var text = Imported.Formatted(Dmesg(Log));

        Assert.Contains(
            "kernel = \"6.8.12-generic\"  // dmesg.txt: Linux version 6.8.12-generic",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
            /// No snoop control (ECAP.SC): nothing behind this unit can be kept from no-snoop.
            iommu dmar0 on machine {
              model               = intel_vtd          // dmesg.txt: DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e
              cap                 = 0x1c0000c40660462  // dmesg.txt: DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e
              ecap                = 0x19e2ff0505e      // the same line
              interrupt_remapping = yes                // dmesg.txt: DMAR-IR: Enabled IRQ remapping in x2apic mode
            }
            """,
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("// No PCI functions were listed here: add the devices.", text, StringComparison.Ordinal);
    }

    /// <summary>
    /// First lines of boot logs: the upstream version where the vendor says it, else the vendor's name.
    /// </summary>
    [Theory]
    [InlineData(
        "6.12.48+deb13-amd64 (debian-kernel@lists.debian.org) (x86_64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0, GNU "
            + "ld (GNU Binutils for Debian) 2.44) #1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)",
        "6.12.48"
    )]
    [InlineData(
        "6.8.12-9-pve (build@proxmox) (gcc (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP "
            + "PREEMPT_DYNAMIC PMX 6.8.12-9 (2025-03-16T19:18Z)",
        "\"6.8.12-9-pve\""
    )]
    [InlineData(
        "5.14.0-570.12.1.el9_6.x86_64 (mockbuild@x86-64.build.example) (gcc (GCC) 11.5.0 20240719 (Red Hat 11.5.0-5), "
            + "GNU ld version 2.35.2-63.el9) #1 SMP PREEMPT_DYNAMIC",
        "\"5.14.0-570.12.1.el9_6.x86_64\""
    )]
    [InlineData(
        "6.8.0-60-generic (buildd@lcy02-amd64-054) (x86_64-linux-gnu-gcc-13 (Ubuntu 13.3.0-6ubuntu2~24.04) 13.3.0, GNU "
            + "ld (GNU Binutils for Ubuntu) 2.42) #63-Ubuntu SMP PREEMPT_DYNAMIC (Ubuntu 6.8.0-60.63-generic 6.8.12)",
        "\"Ubuntu 6.8.0-60.63-generic 6.8.12\""
    )]
    public void A_boot_log_gives_the_version_or_the_vendors_name(string line, string kernel)
    {
        var text = Dmesg(Log.Replace("6.8.12-generic (builder) (gcc 13.2.0) #1 SMP", line, StringComparison.Ordinal));

        Assert.Contains($"  kernel = {kernel}  // dmesg.txt: Linux version ", text, StringComparison.Ordinal);
        Assert.Empty(Imported.Analysis(text).Binding.Errors);
    }

    [Fact]
    public void A_unit_that_is_logged_twice_is_declared_once() =>
        Assert.Equal(
            Dmesg(Log),
            Dmesg(Log + "\n" + Log)
                .Replace("// The log holds 2 boots; the last one counts.\n", "", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("")]
    [InlineData("[    1.276704] AMD-Vi: Interrupt remapping enabled")]
    [InlineData("DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap zz ecap 1")]
    public void A_log_without_a_unit_is_an_error(string log) =>
        Assert.Equal(
            "test names no IOMMU and no PCI function",
            Assert.Throws<ImportException>(() => Dmesg(log)).Message
        );

    [Fact]
    public void A_log_that_does_not_start_with_the_boot_decides_nothing_by_silence()
    {
        var lines = string.Join(
            '\n',
            Log.Split('\n')
                .Where(line =>
                    !line.Contains("Linux version", StringComparison.Ordinal)
                    && !line.Contains("DMAR-IR", StringComparison.Ordinal)
                )
        );

        Assert.Contains("// interrupt_remapping: no whole boot log was seen", Dmesg(lines), StringComparison.Ordinal);
        Assert.DoesNotContain("interrupt_remapping =", Dmesg(lines), StringComparison.Ordinal);
    }

    /// <summary>
    /// A function in lspci's words, with the bit set and lines of other capabilities that look alike.
    /// </summary>
    private const string Verbose = """
        2e:00.0 Non-Volatile memory controller [0108]: Samsung Electronics Co Ltd NVMe SSD Controller [144d:a824] (prog-if 02 [NVM Express])
        	IOMMU group: 76
        	Capabilities: [70] Express (v2) Endpoint, IntMsgNum 0
        		DevCap:	MaxPayload 512 bytes, PhantFunc 0
        		DevCtl:	CorrErr- NonFatalErr- FatalErr- UnsupReq-
        			RlxdOrd+ ExtTag+ PhantFunc- AuxPwr- NoSnoop+ FLReset-
        		LnkCtl:	ASPM Disabled; RCB 64 bytes
        	Capabilities: [1b8 v1] Latency Tolerance Reporting
        		Max no snoop latency: 0ns
        	Capabilities: [2a0 v1] Address Translation Service (ATS)
        		ATSCtl:	Enable+, Smallest Translation Unit: 00
        	Kernel driver in use: nvme

        03:00.0 Ethernet controller: Intel Corporation 82574L
        	Capabilities: <access denied>
        """;

    [Fact]
    public void lspci_gives_the_bit_the_group_and_the_driver()
    {
        var functions = Lspci.Parse("lspci.txt", Verbose);

        var nvme = functions[^1];
        Assert.Equal(
            ("0000:2e:00.0", true, "76", "nvme", true),
            (
                nvme.Address.ToString(),
                nvme.NoSnoopEnabled!.Value,
                nvme.Group!.Value,
                nvme.Driver!.Value,
                nvme.AtsEnabled!.Value
            )
        );
        Assert.Equal("lspci.txt:6: DevCtl", nvme.NoSnoopEnabled.From);
        Assert.Equal(0x010800, nvme.ClassCode!.Value);
        Assert.Null(functions[0].NoSnoopEnabled);
        Assert.Equal("lspci was not allowed to read it", functions[0].ConfigProblem);
    }

    [Fact]
    public void The_bytes_of_lspci_are_the_bytes_of_the_functions()
    {
        var folder = Path.Combine(Repository.Machines, "vtd-sc1@7.2.12");
        var dumped = Lspci.Parse("hexdump.txt", File.ReadAllText(Path.Combine(folder, "pci", "hexdump.txt")));
        var own = FunctionReader.Read(MachineFolder.Read(folder));

        Assert.Equal(own.Select(Decisive), dumped.Select(Decisive));
    }

    [Fact]
    public void What_is_no_listing_is_named() =>
        Assert.StartsWith(
            "lspci.txt: no line such as '00:02.0 VGA compatible controller: ...'",
            Assert.Throws<ImportException>(() => Lspci.Parse("lspci.txt", "nothing of lspci")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("vtd-sc1@7.2.12", "DMAR")]
    [InlineData("amdvi@7.2.12", "IVRS")]
    [InlineData("arm-smmuv3-acpi@7.2.12", "IORT")]
    public void acpidump_gives_the_tables_bytes(string machine, string table)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Machines, machine, "acpi", table));

        var text = Acpidump.Parse("dump.txt", Encoding.ASCII.GetBytes(Dump(table, bytes)));
        var raw = Acpidump.Parse("table", bytes);

        Assert.Equal(bytes, text.Files[$"acpi/{table}"].ToArray());
        Assert.Equal(bytes, raw.Files[$"acpi/{table}"].ToArray());
        Assert.Contains("iommu ", Importer.ToTopology(Evidence.Of(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_registers_a_unit_is_left_to_its_defaults_and_says_so()
    {
        var files = Acpidump.Parse(
            "table",
            File.ReadAllBytes(Path.Combine(Repository.Machines, "vtd-sc1@7.2.12", "acpi", "DMAR"))
        );

        Assert.Contains(
            "// cap, ecap: registers of the unit, not seen here",
            Importer.ToTopology(Evidence.Of(files)),
            StringComparison.Ordinal
        );
    }

    private static (PciAddress, int?, bool?, bool?, int?) Decisive(FunctionFacts function) =>
        (
            function.Address,
            function.ClassCode?.Value,
            function.NoSnoopEnabled?.Value,
            function.IsExpress?.Value,
            function.Bridge?.Secondary
        );

    private static string Dmesg(string log) =>
        Importer.ToTopology(
            Evidence.Of(
                MachineFiles.Of("test", ("dmesg.txt", Encoding.UTF8.GetBytes(log))),
                ImmutableArray<FunctionFacts>.Empty
            )
        );

    private static string Dump(string table, byte[] bytes) =>
        $"{table} @ 0x000000007FFE3181\n"
        + string.Concat(
            bytes
                .Chunk(16)
                .Select(
                    (line, index) =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"    {index * 16:X4}: "
                                + $"{string.Join(' ', line.Select(value => value.ToString("X2", CultureInfo.InvariantCulture))), -48}"
                                + $" {Printable(line)}\n"
                        )
                )
        );

    private static string Printable(byte[] line) =>
        string.Concat(line.Select(value => value is >= 0x20 and < 0x7f ? (char)value : '.'));
}
