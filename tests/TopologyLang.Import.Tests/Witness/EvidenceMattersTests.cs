using System.Text;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>The import reads what decides: change one byte of the evidence, and the answer changes.</summary>
public class EvidenceMattersTests
{
    [Theory]
    [InlineData("f00fca", true)]
    [InlineData("f00f4a", false)]
    public void Snoop_control_is_a_bit_of_ecap(string ecap, bool enforced) =>
        Assert.Equal(
            enforced,
            Enforced(Changed("vtd-sc1@7.2.12", "iommu/dmar0/ecap", Encoding.ASCII.GetBytes(ecap + "\n")))
        );

    [Theory]
    [InlineData("7.2.12", true)]
    [InlineData("6.12.107", false)]
    public void CANWBS_counts_from_a_kernel_on(string kernel, bool enforced) =>
        Assert.Equal(
            enforced,
            Enforced(
                Changed(
                    "arm-smmuv3-acpi-iort-canwbs@7.2.12",
                    "uname.txt",
                    Encoding.ASCII.GetBytes($"Linux {kernel} #1 SMP aarch64 GNU/Linux\n")
                )
            )
        );

    [Fact]
    public void A_function_without_an_IOMMU_stands_on_the_host()
    {
        var files = MachineFolder.Read(Path.Combine(Repository.Machines, "vtd-sc1@7.2.12"));
        var list = files
            .Text("pci/devices.txt")!
            .Replace(
                "class=0x020000 driver=vfio-pci iommu_group=1 iommu=dmar0",
                "class=0x020000 driver= iommu_group= iommu=",
                StringComparison.Ordinal
            );

        var text = Importer.ToTopology(Evidence.Of(With(files, "pci/devices.txt", Encoding.ASCII.GetBytes(list))));

        Assert.Contains("device nic_00_03_0 on machine {", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intel_iommu=on,sm_off", false)]
    [InlineData("intel_iommu=on,sm_on", true)]
    [InlineData("intel_iommu=on", true)]
    public void Scalable_mode_is_used_where_the_kernel_was_told_so(string commandLine, bool uses)
    {
        var text = Importer.ToTopology(
            Changed("vtd-sm-sc0@7.2.12", "cmdline.txt", Encoding.ASCII.GetBytes(commandLine))
        );

        Assert.Equal(uses, Imported.Analysis(text).Binding.Topology.Iommus.Single().ScalableMode);
    }

    [Theory]
    [InlineData("Linux 6.1.0-56-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-1 (2026-10-01) x86_64", "6.1.192")]
    [InlineData("Linux 7.2.12+deb13-amd64 x86_64", "7.2.12")]
    [InlineData("Linux 6.1.0-56-amd64 x86_64", "\"6.1.0-56-amd64\"")]
    [InlineData("Linux 6.8.0-45-generic #45-Ubuntu SMP x86_64", "\"6.8.0-45-generic\"")]
    [InlineData(
        "Linux 6.8.0-45-generic #45-Ubuntu SMP x86_64\nUbuntu 6.8.0-45.45-generic 6.8.12\n",
        "\"Ubuntu 6.8.0-45.45-generic 6.8.12\""
    )]
    [InlineData("Linux 6.8.12-9-pve #1 SMP PREEMPT_DYNAMIC PMX 6.8.12-9 (2025-03-16) x86_64", "\"6.8.12-9-pve\"")]
    [InlineData("Linux 5.14.0-570.el9.x86_64 #1 SMP x86_64", "\"5.14.0-570.el9.x86_64\"")]
    [InlineData(
        "Linux box 6.12.48+deb13-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20) x86_64 GNU/Linux",
        "6.12.48"
    )]
    [InlineData(
        "Linux box 5.14.0-570.12.1.el9_6.x86_64 #1 SMP PREEMPT_DYNAMIC Tue Apr 22 12:00:00 EDT 2025 x86_64 GNU/Linux",
        "\"5.14.0-570.12.1.el9_6.x86_64\""
    )]
    [InlineData(
        "Linux box 6.8.0-60-generic #63-Ubuntu SMP PREEMPT_DYNAMIC Tue Apr 15 19:04:15 UTC 2025 x86_64 GNU/Linux",
        "\"6.8.0-60-generic\""
    )]
    [InlineData("Linux 6.8.12 #1 SMP x86_64", "6.8.12")]
    public void The_version_is_the_one_that_was_built_or_the_vendors_name(string uname, string kernel)
    {
        var text = Importer.ToTopology(Changed("x86-none@7.2.12", "uname.txt", Encoding.ASCII.GetBytes(uname)));

        Assert.Contains($"  kernel = {kernel}  // uname.txt: ", text, StringComparison.Ordinal);
        Assert.Empty(Imported.Analysis(text).Binding.Errors);
    }

    /// <summary>EFR and EFR2 of AMD-Vi: HDSup is bit 52 of the first, page mode 0 bit 13 of the second.</summary>
    [Theory]
    [InlineData("29d3:0", false, false)]
    [InlineData("100000000029d3:0", true, false)]
    [InlineData("29d3:2000", false, true)]
    [InlineData("29d3", false, false)]
    [InlineData("none", false, false)]
    public void Features_of_AMD_Vi_are_imported(string features, bool dirtyTracking, bool mode0)
    {
        var text = Importer.ToTopology(
            Changed("amdvi@7.2.12", "iommu/ivhd0/features", Encoding.ASCII.GetBytes(features + "\n"))
        );
        var unit = Imported.Analysis(text).Binding.Topology.Iommus.Single();

        Assert.Equal((dirtyTracking, mode0), (unit.DirtyTracking, unit.SnpMode0));
    }

    [Fact]
    public void SEV_SNP_is_imported_from_the_log()
    {
        var machine = MachineFolder.Read(Path.Combine(Repository.Machines, "amdvi@7.2.12"));
        var log = machine.Text("dmesg.txt") + "[    0.900000] AMD-Vi: IOMMU SNP support enabled.\n";
        var text = Importer.ToTopology(Evidence.Of(With(machine, "dmesg.txt", Encoding.ASCII.GetBytes(log))));

        Assert.True(Imported.Analysis(text).Binding.Topology.Hosts.Single().Snp);
    }

    /// <summary>Graphics that VT-d's driver has on its list (the device number of a configuration space).</summary>
    [Theory]
    [InlineData(0x29b2, "8086:29b2")]
    [InlineData(0x1616, "8086:1616")]
    [InlineData(0x10d3, null)]
    public void A_listed_device_is_named(int device, string? id)
    {
        var machine = MachineFolder.Read(Path.Combine(Repository.Machines, "vtd-sc1@7.2.12"));
        var file = machine.Names("pci").First(name => name.EndsWith("00_03.0.config", StringComparison.Ordinal));
        var config = File.ReadAllBytes(Path.Combine(Repository.Machines, "vtd-sc1@7.2.12", file));
        (config[2], config[3]) = ((byte)device, (byte)(device >> 8));
        var text = Importer.ToTopology(Evidence.Of(With(machine, file, config)));

        Assert.Equal(
            id,
            Imported.Analysis(text).Binding.Topology.Devices.Single(one => one.Address == "0000:00:03.0").PciId
        );
    }

    /// <summary>
    /// What changes a default domain is imported; what Debian's configuration sets stands before the command line's
    /// words.
    /// </summary>
    [Theory]
    [InlineData("quiet intel_iommu=on", "", null)]
    [InlineData("quiet intel_iommu=on iommu=pt", "", "intel_iommu=on iommu=pt")]
    [InlineData("intel_iommu=igfx_off", "", "intel_iommu=igfx_off")]
    [InlineData("quiet", "CONFIG_IOMMU_DEFAULT_PASSTHROUGH=y\n", "iommu.passthrough=1")]
    [InlineData("quiet", "CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF=y\n", "intel_iommu=intgpu_off")]
    [InlineData("quiet intel_iommu=on", "CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF=y\n", null)]
    public void Options_that_change_a_default_are_imported(string commandLine, string config, string? options)
    {
        var machine = MachineFolder.Read(Path.Combine(Repository.Machines, "vtd-sc1@7.2.12"));
        var evidence = Evidence.Of(
            With(
                With(machine, "cmdline.txt", Encoding.ASCII.GetBytes(commandLine)),
                "kconfig.txt",
                Encoding.ASCII.GetBytes(config)
            )
        );
        var host = Imported.Analysis(Importer.ToTopology(evidence)).Binding.Topology.Hosts.Single();

        Assert.Equal(options, host.KernelOptions);
    }

    [Fact]
    public void A_large_machine_with_several_segments_is_simulated()
    {
        var list = string.Concat(
            Enumerable
                .Range(0, 300)
                .Select(i =>
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"1000{i / 100}:{i % 100:x2}:00.0 class=0x020000 driver= iommu_group={i} iommu=dmar0\n"
                    )
                )
        );
        var files = MachineFiles.Of(
            "large",
            ("pci/devices.txt", Encoding.ASCII.GetBytes(list)),
            (
                "cpu.txt",
                Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 256).Select(i => $"processor : {i}\n")))
            )
        );

        var analysis = Imported.Analysis(
            Importer.ToTopology(Evidence.Of(files))
                + "domain d on machine { api = vfio_type1  attach = [nic_10000_00_00_0] }"
        );

        Assert.DoesNotContain(analysis.Findings, finding => finding.Severity == Analysis.Findings.Severity.Error);
        Assert.Equal(
            (300, 256),
            (analysis.Binding.Topology.Devices.Length, analysis.Binding.Topology.Hosts.Single().Cpus)
        );
    }

    [Fact]
    public void What_was_not_seen_says_so()
    {
        var files = MachineFolder.Read(Path.Combine(Repository.Machines, "arm-smmuv3-acpi@7.2.12"));
        var bare = files with
        {
            Files = files.Files.Remove("dmesg.txt").Remove("acpi/APIC").Remove("acpi/IORT").Remove("fdt.dtb"),
        };

        var text = Importer.ToTopology(Evidence.Of(bare));

        Assert.Contains(
            "// coherent_walk: neither IORT nor a device tree was seen; left to its default",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("// fwb: no whole boot log was seen; left to its default", text, StringComparison.Ordinal);
        Assert.Contains("// msi_isolation: neither a MADT", text, StringComparison.Ordinal);
        Assert.Contains("// cpus: their number was not seen; left to its default", text, StringComparison.Ordinal);
    }

    private static bool? Enforced(Evidence evidence)
    {
        var analysis = Imported.Analysis(
            Importer.ToTopology(evidence) + "\ndomain space on machine { api = vfio_type1  attach = [nic_00_03_0] }\n"
        );
        return analysis
            .System.Timelines.Single(timeline => timeline.Topology.Domains.Length > 0)
            .End.DomainOf("space")
            .Enforced;
    }

    private static Evidence Changed(string machine, string name, byte[] bytes) =>
        Evidence.Of(With(MachineFolder.Read(Path.Combine(Repository.Machines, machine)), name, bytes));

    private static MachineFiles With(MachineFiles files, string name, byte[] bytes) =>
        files with
        {
            Files = files.Files.SetItem(name, bytes),
        };
}
