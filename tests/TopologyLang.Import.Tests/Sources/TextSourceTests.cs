using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;
using TopologyLang.Import.Text;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>What people save as text: a boot log, lspci, acpidump.</summary>
public partial class TextSourceTests
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
