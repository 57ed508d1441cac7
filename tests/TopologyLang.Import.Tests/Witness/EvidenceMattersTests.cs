using System.Text;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>The import reads what decides: change one byte of the evidence, and the answer changes.</summary>
public class EvidenceMattersTests
{
    [Theory]
    [InlineData("f00fca", true)]
    [InlineData("f00f4a", false)]
    public void Snoop_control_is_a_bit_of_ecap(string ecap, bool enforced) =>
        Assert.Equal(enforced, Enforced(Changed("vtd-sc1@7.2.12", "iommu/dmar0/ecap", Encoding.ASCII.GetBytes(ecap + "\n"))));

    [Theory]
    [InlineData("7.2.12", true)]
    [InlineData("6.12.107", false)]
    public void CANWBS_counts_from_a_kernel_on(string kernel, bool enforced) =>
        Assert.Equal(enforced, Enforced(Changed(
            "arm-smmuv3-acpi-iort-canwbs@7.2.12", "uname.txt", Encoding.ASCII.GetBytes($"Linux {kernel} #1 SMP aarch64 GNU/Linux\n"))));

    [Fact]
    public void A_function_without_an_IOMMU_stands_on_the_host()
    {
        var files = MachineFolder.Read(Path.Combine(Repository.Machines, "vtd-sc1@7.2.12"));
        var list = files.Text("pci/devices.txt")!.Replace("class=0x020000 driver=vfio-pci iommu_group=1 iommu=dmar0", "class=0x020000 driver= iommu_group= iommu=", StringComparison.Ordinal);

        var text = Importer.ToTopology(Evidence.Of(With(files, "pci/devices.txt", Encoding.ASCII.GetBytes(list))));

        Assert.Contains("device nic_00_03_0 on machine {", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intel_iommu=on,sm_off", false)]
    [InlineData("intel_iommu=on,sm_on", true)]
    [InlineData("intel_iommu=on", true)]
    public void Scalable_mode_is_used_where_the_kernel_was_told_so(string commandLine, bool uses)
    {
        var text = Importer.ToTopology(Changed("vtd-sm-sc0@7.2.12", "cmdline.txt", Encoding.ASCII.GetBytes(commandLine)));

        Assert.Equal(uses, Imported.Analysis(text).Binding.Topology.Iommus.Single().ScalableMode);
    }

    [Fact]
    public void What_was_not_seen_says_so()
    {
        var files = MachineFolder.Read(Path.Combine(Repository.Machines, "arm-smmuv3-acpi@7.2.12"));
        var bare = files with { Files = files.Files.Remove("dmesg.txt").Remove("acpi/APIC").Remove("acpi/IORT").Remove("fdt.dtb") };

        var text = Importer.ToTopology(Evidence.Of(bare));

        Assert.Contains("// coherent_walk: neither IORT nor a device tree was seen; left to its default", text, StringComparison.Ordinal);
        Assert.Contains("// fwb: no whole boot log was seen; left to its default", text, StringComparison.Ordinal);
        Assert.Contains("// msi_isolation: neither a MADT", text, StringComparison.Ordinal);
        Assert.Contains("// cpus: their number was not seen; left to its default", text, StringComparison.Ordinal);
    }

    private static bool? Enforced(Evidence evidence)
    {
        var analysis = Imported.Analysis(Importer.ToTopology(evidence) + "\ndomain space on machine { api = vfio_type1  attach = [nic_00_03_0] }\n");
        return analysis.System.Timelines.Single(timeline => timeline.Topology.Domains.Length > 0).End.DomainOf("space").Enforced;
    }

    private static Evidence Changed(string machine, string name, byte[] bytes) =>
        Evidence.Of(With(MachineFolder.Read(Path.Combine(Repository.Machines, machine)), name, bytes));

    private static MachineFiles With(MachineFiles files, string name, byte[] bytes) => files with { Files = files.Files.SetItem(name, bytes) };
}
