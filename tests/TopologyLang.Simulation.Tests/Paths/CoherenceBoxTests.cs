using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

public class CoherenceBoxTests
{
    private static int? BoxOf(Machine machine) => CoherenceBoxes.Of(machine.Topology, machine.Run().End, "nic").Box;

    [Theory]
    [InlineData(NoSnoop.Used, true, 1)]
    [InlineData(NoSnoop.HardwiredZero, true, 2)]
    [InlineData(NoSnoop.Used, false, 3)]
    [InlineData(NoSnoop.Enabled, false, 3)]
    [InlineData(NoSnoop.Disabled, false, 3)]
    [InlineData(NoSnoop.HardwiredZero, false, 4)]
    public void The_matrix(NoSnoop noSnoop, bool snoopControl, int box) =>
        Assert.Equal(
            box,
            BoxOf(
                Machine
                    .Intel("6.8")
                    .Vtd("unit", snoopControl)
                    .Device("nic", "unit", noSnoop)
                    .Domain("space", DomainApi.VfioType1, "nic")
            )
        );

    /// <summary>
    /// A host's own driver: the DMA API never asks; up to 5.18 IOMMU_CACHE set SNP in second-stage tables.
    /// </summary>
    [Theory]
    [InlineData("5.17", false, true, 1)]
    [InlineData("5.18", false, true, 1)]
    [InlineData("5.17", false, false, 3)]
    [InlineData("5.17", true, true, 3)]
    [InlineData("5.19", false, true, 3)]
    [InlineData("7.2", false, true, 3)]
    public void In_the_default_domain_of_vt_d(string kernel, bool firstStage, bool otherUnitHasSc, int box) =>
        Assert.Equal(
            box,
            BoxOf(
                Machine
                    .Intel(kernel)
                    .Vtd("unit", true, u => firstStage ? u with { ScalableMode = true, FirstStage = true } : u)
                    .Vtd(
                        "other",
                        otherUnitHasSc,
                        u => firstStage ? u with { ScalableMode = true, FirstStage = true } : u
                    )
                    .Device("nic", "unit")
            )
        );

    [Theory]
    [InlineData("5.15", AmdPageTable.V2, 1, 1)]
    [InlineData("6.12", AmdPageTable.V2, 3, 1)]
    [InlineData("6.13", AmdPageTable.V2, 3, 3)]
    [InlineData("7.2", AmdPageTable.V1, 1, 1)]
    public void Amd_blocks_with_v1_tables_only(string kernel, AmdPageTable table, int inDefaultDomain, int withVfio)
    {
        var machine = Machine.Amd(kernel).AmdVi("unit", table).Device("nic", "unit");

        Assert.Equal(inDefaultDomain, BoxOf(machine));
        Assert.Equal(withVfio, BoxOf(machine.Domain("space", DomainApi.VfioType1, "nic")));
    }

    [Fact]
    public void Identity_blocks_nothing()
    {
        Assert.Equal(
            3,
            BoxOf(
                Machine.Intel("6.8").Vtd("unit", true).Device("nic", "unit").Domain("plain", DomainApi.Identity, "nic")
            )
        );
        Assert.Equal(
            3,
            BoxOf(Machine.Amd("6.8").AmdVi("unit").Device("nic", "unit").Domain("plain", DomainApi.Identity, "nic"))
        );
    }

    [Fact]
    public void Without_an_iommu_nothing_is_blocked() =>
        Assert.Equal(3, BoxOf(Machine.Intel("6.8").Device("nic", null)));

    [Fact]
    public void A_blocked_domain_lets_nothing_pass() =>
        Assert.Equal(
            1,
            BoxOf(Machine.Intel("6.8").Vtd("unit", false).Device("nic", "unit").Domain("off", DomainApi.Blocked, "nic"))
        );

    [Fact]
    public void A_first_stage_table_blocks_by_the_pasid_entry() =>
        Assert.Equal(
            1,
            BoxOf(
                Machine
                    .Intel("7.2")
                    .Vtd("unit", true, u => u with { ScalableMode = true, FirstStage = true })
                    .Device("nic", "unit")
                    .Domain("space", DomainApi.VfioType1, "nic")
            )
        );

    [Fact]
    public void A_reserved_bit_does_not_count_as_blocking()
    {
        var machine = Machine
            .Intel("5.17")
            .Vtd("unit", false, u => u with { ScalableMode = true })
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1, "nic");
        var end = machine.Run().End;

        Assert.True(end.DomainOf("space").Enforced);
        var answer = CoherenceBoxes.Of(machine.Topology, end, "nic");
        Assert.Equal(3, answer.Box);
        Assert.Contains(answer.Chain, r => r.Uncertain);
    }

    [Fact]
    public void What_is_no_pcie_function_is_in_no_box() =>
        Assert.Null(BoxOf(Machine.Intel("6.8").Device("nic", null, with: d => d with { Bus = DeviceBus.Platform })));

    [Fact]
    public void What_is_not_known_is_in_no_box_and_says_so()
    {
        var machine = Machine
            .Intel("6.8")
            .Undocumented("unit")
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1)
            .Scenario(Machine.Attach("nic", "space"));
        var answer = CoherenceBoxes.Of(machine.Topology, machine.Run().End, "nic");

        Assert.Null(answer.Box);
        Assert.Null(answer.Blocked);
        Assert.True(answer.Possible);
        Assert.Contains(answer.Chain, r => r.Text.Contains("not documented", StringComparison.Ordinal));
    }

    [Fact]
    public void The_box_is_the_hardwares_truth_not_the_kernels_belief()
    {
        var machine = Machine
            .Amd("7.2")
            .AmdVi("unit", AmdPageTable.V2)
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1, "nic");
        var end = machine.Run().End;

        Assert.True(end.DomainOf("space").Enforced);
        Assert.Equal(3, CoherenceBoxes.Of(machine.Topology, end, "nic").Box);
    }
}
