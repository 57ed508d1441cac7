using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>iommufd on Arm. Source: drivers/iommu/iommufd/device.c, hw_pagetable.c; drivers/iommu/arm.</summary>
public class ArmIommufdTests
{
    private static Machine Acpi(string kernel) => Arm(kernel, h => h with { Firmware = Firmware.Acpi });

    [Theory]
    [InlineData(IommuModel.ArmSmmuV3, true, "6.1", "ENOENT")]
    [InlineData(IommuModel.ArmSmmuV3, true, "6.2", "ok")]
    [InlineData(IommuModel.ArmSmmuV3, false, "6.2", "EINVAL")]
    [InlineData(IommuModel.ArmSmmuV2, true, "7.2", "ok")]
    [InlineData(IommuModel.Virtio, true, "6.8", "ok")]
    [InlineData(IommuModel.Rockchip, true, "7.2", "EINVAL")]
    public void Who_may_attach(IommuModel model, bool walk, string kernel, string result) =>
        Assert.Equal(
            [result],
            Arm(kernel)
                .Smmu("smmu", model, u => u with { CoherentWalk = walk })
                .Device("nic", "smmu", with: d => d with { DmaCoherent = false, Cpm = false })
                .Domain("ioas", DomainApi.Iommufd, "nic")
                .Results()
        );

    /// <summary>
    /// c: behind a root complex with CANWBS; n: without. A table that enforces takes no device without it.
    /// </summary>
    [Theory]
    [InlineData("6.12", "c n", 1, false)]
    [InlineData("6.13", "c n", 2, false)]
    [InlineData("6.13", "n c", 1, false)]
    [InlineData("6.13", "c", 1, true)]
    public void Page_tables(string kernel, string devices, int tables, bool enforced)
    {
        var domain = Acpi(kernel)
            .Smmu("smmu")
            .Device("c", "smmu", with: d => d with { Canwbs = true })
            .Device("n", "smmu")
            .Domain("ioas", DomainApi.Iommufd, devices.Split(' '))
            .Run()
            .End.DomainOf("ioas");

        Assert.Equal((tables, enforced), (domain.HardwareDomains, domain.Enforced));
    }

    [Fact]
    public void Another_smmu_gets_a_page_table_of_its_own() =>
        Assert.Equal(
            2,
            Arm("6.12")
                .Smmu("one")
                .Smmu("two")
                .Device("a", "one")
                .Device("b", "two")
                .Domain("ioas", DomainApi.Iommufd, "a", "b")
                .Run()
                .End.DomainOf("ioas")
                .HardwareDomains
        );

    /// <summary>A parent of nested page tables.</summary>
    [Theory]
    [InlineData(IommuModel.ArmSmmuV3, true, true, "6.12", "EOPNOTSUPP")]
    [InlineData(IommuModel.ArmSmmuV3, true, true, "6.13", "ok")]
    [InlineData(IommuModel.ArmSmmuV3, true, false, "6.13", "EOPNOTSUPP")]
    [InlineData(IommuModel.ArmSmmuV3, false, true, "6.12", "ok")]
    [InlineData(IommuModel.ArmSmmuV2, true, true, "7.2", "EOPNOTSUPP")]
    public void Second_stage(IommuModel model, bool s1, bool s2, string kernel, string result) =>
        Assert.Equal(
            [result],
            Arm(kernel)
                .Smmu("smmu", model, u => u with { Stage1 = s1, Stage2 = s2 })
                .Device("nic", "smmu")
                .Domain(
                    new Domain
                    {
                        Name = "ioas",
                        Host = "host",
                        Api = DomainApi.Iommufd,
                        Attach = ["nic"],
                        PageTable = PageTableStage.SecondStage,
                    }
                )
                .Results()
        );

    /// <summary>
    /// S2FWB makes ordinary requests of a device snoop that would not by itself; no-snoop it leaves alone.
    /// </summary>
    [Theory]
    [InlineData("6.13", true, Snooped.No)]
    [InlineData("6.14.6", true, Snooped.Yes)]
    [InlineData("6.17", true, Snooped.Yes)]
    [InlineData("6.17", false, Snooped.No)]
    public void S2fwb_of_a_parent_forces_write_back(string kernel, bool s2Fwb, Snooped ordinary)
    {
        var machine = Arm(kernel)
            .Smmu("smmu", with: u => u with { S2Fwb = s2Fwb })
            .Device("nic", "smmu", with: d => d with { DmaCoherent = false, Cpm = true })
            .Domain(
                new Domain
                {
                    Name = "ioas",
                    Host = "host",
                    Api = DomainApi.Iommufd,
                    Attach = ["nic"],
                    PageTable = PageTableStage.SecondStage,
                }
            )
            .Guest("vm", "ioas", "nic")
            .Program("p", "vm", "nic");
        var device = machine.Path().Devices[0];

        Assert.Equal((ordinary, Snooped.No), (device.Ordinary, device.NoSnoop));
    }

    /// <summary>
    /// Who is enforced through another's page table is safe all the same: CANWBS is of the root complex.
    /// </summary>
    [Fact]
    public void A_device_with_canwbs_in_a_table_that_was_made_for_another_is_coherent()
    {
        var machine = Acpi("6.13")
            .Smmu("smmu")
            .Device("c", "smmu", with: d => d with { Canwbs = true })
            .Device("n", "smmu")
            .Domain("ioas", DomainApi.Iommufd, "n", "c");
        var end = machine.Run().End;

        Assert.Equal(1, CoherenceBoxes.Of(machine.Topology, end, "c").Box);
        Assert.Equal(3, CoherenceBoxes.Of(machine.Topology, end, "n").Box);
        Assert.Empty(BeliefChecks.Beliefs(machine.Topology, end));
    }

    /// <summary>
    /// The guest gets a stage 1 of its own only where it cannot make ordinary DMA bypass the caches with it.
    /// </summary>
    [Theory]
    [InlineData("6.12", true, true, "EOPNOTSUPP")]
    [InlineData("6.13", true, false, "ok")]
    [InlineData("6.13", false, true, "EOPNOTSUPP")]
    [InlineData("6.14.6", false, true, "ok")]
    [InlineData("6.17", false, true, "ok")]
    [InlineData("7.2", false, false, "EOPNOTSUPP")]
    public void Nested(string kernel, bool canwbs, bool s2Fwb, string result)
    {
        foreach (var attribute in Enum.GetValues<Stage1Attribute>())
        {
            var machine = Acpi(kernel)
                .Smmu("smmu", with: u => u with { S2Fwb = s2Fwb })
                .Device("nic", "smmu", with: d => d with { Canwbs = canwbs })
                .Domain("stage2", DomainApi.Iommufd)
                .Domain(
                    new Domain
                    {
                        Name = "nested",
                        Host = "host",
                        Api = DomainApi.Iommufd,
                        Attach = ["nic"],
                        Parent = "stage2",
                        Stage1Attribute = attribute,
                    }
                )
                .Guest("vm", "nested", "nic")
                .Program("p", "vm", "nic");
            var timeline = machine.Run();

            Assert.Equal(result, timeline.Operations[0].Result);
            if (result == "ok")
            {
                var device = ProgramPaths
                    .Of(machine.Topology, timeline.Runs[0].State, machine.Topology.Programs[0])
                    .Devices[0];
                Assert.Equal((Snooped.Yes, canwbs ? Snooped.Yes : Snooped.No), (device.Ordinary, device.NoSnoop));
                Assert.Equal(canwbs, timeline.End.DomainOf("nested").Enforced);
            }
        }
    }
}
