using System.Text;
using TopologyLang.Import.DeviceTree;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Tests.Tables;

/// <summary>
/// Names that a machine gives twice, or does not give: every thing is declared once, and each with its own facts.
/// </summary>
public class SameNameTests
{
    [Theory]
    [InlineData("/ { compatible = \"rockchip,iommu\"; #iommu-cells = <0>; };", "iommu")]
    [InlineData("/ { @1 { compatible = \"rockchip,iommu\"; #iommu-cells = <0>; }; };", "iommu_1_")]
    [InlineData("/ { x@9 { compatible = \"rockchip,iommu\"; #iommu-cells = <0>; }; };", "iommu_9_x")]
    public void An_iommu_is_declared_whatever_its_node_is_called(string tree, string name) =>
        Assert.Equal([name], Machine(tree).Iommus.Select(unit => unit.Name));

    [Theory]
    [InlineData("a@1", "b@2")]
    [InlineData("a@1", "a@2")]
    public void Two_units_with_one_unit_address_are_two_units(string first, string second)
    {
        var machine = Machine(
            $$"""
            / {
              {{first}} { dma-coherent; s1: smmu@1 { compatible = "arm,smmu-v3"; #iommu-cells = <1>; }; gpu@5 { iommus = <&s1 0>; }; };
              {{second}} { s2: smmu@1 { compatible = "arm,smmu-v3"; #iommu-cells = <1>; }; gpu@5 { iommus = <&s2 0>; }; };
            };
            """
        );

        Assert.Equal(
            [("smmu3_1", true), ("smmu3_1_2", false)],
            machine.Iommus.Select(unit => (unit.Name, unit.CoherentWalk))
        );
        Assert.Equal(
            [("device_5_gpu", "smmu3_1", true), ("device_5_gpu_2", "smmu3_1_2", false)],
            machine.Devices.Select(device => (device.Name, device.Iommu!, device.DmaCoherent))
        );
    }

    /// <summary>sysfs lists what device trees name <c>gpu,x@5</c> and <c>gpu.x@5</c> by those names.</summary>
    [Fact]
    public void Two_names_that_the_language_writes_alike_are_two_devices()
    {
        var machine = Checked(
            Evidence.Of(
                MachineFiles.Of(
                    "machine",
                    ("iommu/arm_smmu.1/devices", []),
                    ("iommu/smmu3.0x0000000000000001/devices", Encoding.UTF8.GetBytes("5.gpu,x\n5.gpu.x\n"))
                )
            )
        );

        Assert.Equal(["device_5_gpu_x", "device_5_gpu_x_2"], machine.Devices.Select(device => device.Name));
    }

    [Fact]
    public void A_definition_block_that_could_not_be_read_is_none() =>
        Assert.NotEmpty(
            Checked(
                Evidence.Of(MachineFiles.Of("machine", ("acpi/DSDT", []), ("iommu/dmar0/cap", "0"u8.ToArray())))
            ).Iommus
        );

    private static SystemTopology Machine(string tree) =>
        Checked(Evidence.Of(MachineFiles.Of("board.dts"), null, Dts.Parse("board.dts", "/dts-v1/;\n" + tree)));

    /// <summary>What was imported, understood without a mistake.</summary>
    private static SystemTopology Checked(Evidence evidence)
    {
        var analysis = Imported.Analysis(Imported.Formatted(Importer.ToTopology(evidence)));
        Assert.DoesNotContain(analysis.Findings, finding => finding.Severity == Analysis.Findings.Severity.Error);
        return analysis.Binding.Topology;
    }
}
