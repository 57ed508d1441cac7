using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

public class BeliefTests
{
    private static ImmutableArray<BeliefMismatch> BeliefsOf(Machine machine) =>
        BeliefChecks.Beliefs(machine.Topology, machine.Run().End);

    private static Machine Igpu(string kernel, bool sc, NoSnoop noSnoop = NoSnoop.Used) =>
        Machine
            .Intel(kernel)
            .Vtd("unit", sc)
            .Device("igpu", "unit", noSnoop)
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "igpu");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Vt_d_and_kvm_know_what_they_do(bool sc) =>
        Assert.Empty(
            BeliefsOf(Igpu("6.8", sc).Scenario(Machine.Attach("igpu", "space"), Machine.KvmAdd("igpu", "win")))
        );

    [Fact]
    public void Amd_reports_enforcement_of_a_v2_table_that_blocks_nothing()
    {
        var beliefs = BeliefsOf(
            Machine
                .Amd("7.2")
                .AmdVi("unit", AmdPageTable.V2)
                .Device("nic", "unit")
                .Domain("space", DomainApi.VfioType1, "nic")
                .Guest("win", "space", "nic")
        );

        Assert.Equal([null, "win"], beliefs.Select(b => b.Guest));
        Assert.All(beliefs, b => Assert.Equal(("nic", "space"), (b.Device, b.Domain)));
    }

    [Fact]
    public void Kernel_5_17_takes_a_scalable_unit_without_snoop_control_for_capable() =>
        Assert.NotEmpty(
            BeliefsOf(
                Machine
                    .Intel("5.17")
                    .Vtd("unit", false, u => u with { ScalableMode = true })
                    .Device("nic", "unit")
                    .Domain("space", DomainApi.VfioType1, "nic")
            )
        );

    [Fact]
    public void A_guest_turns_enable_no_snoop_on_after_set_up()
    {
        var beliefs = BeliefsOf(
            Igpu("6.8", false, NoSnoop.Disabled)
                .Scenario(
                    Machine.Attach("igpu", "space"),
                    Machine.KvmAdd("igpu", "win"),
                    Machine.SetNoSnoop("igpu", true, NoSnoopSetter.Guest)
                )
        );

        Assert.Contains("the guest turned Enable No Snoop on", Assert.Single(beliefs).Truth, StringComparison.Ordinal);
    }

    [Fact]
    public void On_an_enforced_table_the_guest_may_turn_it_on() =>
        Assert.Empty(
            BeliefsOf(
                Igpu("6.8", true, NoSnoop.Disabled)
                    .Scenario(
                        Machine.Attach("igpu", "space"),
                        Machine.KvmAdd("igpu", "win"),
                        Machine.SetNoSnoop("igpu", true, NoSnoopSetter.Guest)
                    )
            )
        );

    [Fact]
    public void Before_6_0_risc_v_took_every_device_as_coherent()
    {
        Machine Board(string kernel) =>
            Machine
                .Arm(kernel, h => h with { Architecture = Architecture.Riscv64 })
                .Device("nic", null, with: d => d with { DmaCoherent = false });

        Assert.Equal("before 6.0", Assert.Single(BeliefsOf(Board("5.19"))).Versions);
        Assert.Empty(BeliefsOf(Board("6.0")));
    }

    [Fact]
    public void Kvm_does_not_know_of_a_device_that_was_never_registered()
    {
        var belief = Assert.Single(BeliefsOf(Igpu("6.8", false).Scenario(Machine.Attach("igpu", "space"))));

        Assert.Equal("win", belief.Guest);
        Assert.Contains("does not know of igpu", belief.Believed, StringComparison.Ordinal);
    }

    [Fact]
    public void Kvm_forgets_a_device_that_is_taken_out_while_the_guest_keeps_it() =>
        Assert.Single(
            BeliefsOf(
                Igpu("6.8", false)
                    .Scenario(
                        Machine.Attach("igpu", "space"),
                        Machine.KvmAdd("igpu", "win"),
                        Machine.KvmRemove("igpu", "win")
                    )
            )
        );

    [Theory]
    [InlineData("6.1", 1)]
    [InlineData("6.2", 0)]
    public void Registered_before_the_container_the_answer_is_frozen_before_6_2(string kernel, int mismatches) =>
        Assert.Equal(
            mismatches,
            BeliefsOf(
                Igpu(kernel, false).Scenario(Machine.KvmAdd("igpu", "win"), Machine.Attach("igpu", "space"))
            ).Length
        );

    [Fact]
    public void A_device_that_cannot_set_no_snoop_breaks_no_belief() =>
        Assert.Empty(BeliefsOf(Igpu("6.8", false, NoSnoop.HardwiredZero).Scenario(Machine.Attach("igpu", "space"))));

    /// <summary>Seed 004: the capability of SMMUv3 is a word about its own page walks.</summary>
    [Theory]
    [InlineData(IommuModel.ArmSmmuV3, "6.0")]
    [InlineData(IommuModel.ArmSmmuV3, "7.2")]
    [InlineData(IommuModel.ArmSmmuV2, "7.2")]
    [InlineData(IommuModel.Qcom, "7.2")]
    public void Vfio_takes_a_master_that_is_not_coherent_behind_a_coherent_smmu(IommuModel model, string kernel)
    {
        var belief = Assert.Single(
            BeliefsOf(
                Machine
                    .Arm(kernel)
                    .Smmu("smmu", model)
                    .Device("dma", "smmu", NoSnoop.HardwiredZero, d => d with { DmaCoherent = false, Cpm = false })
                    .Domain("space", DomainApi.VfioType1, "dma")
                    .Guest("vm", "space", "dma")
            )
        );

        Assert.Equal(("dma", "space", null), (belief.Device, belief.Domain, belief.Guest));
        Assert.Contains("no coherent path", belief.Truth, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dma_api_knows_of_a_device_that_is_not_coherent() =>
        Assert.Empty(
            BeliefsOf(
                Machine
                    .Arm("7.2")
                    .Smmu("smmu")
                    .Device("dma", "smmu", NoSnoop.HardwiredZero, d => d with { DmaCoherent = false, Cpm = false })
            )
        );

    [Fact]
    public void A_master_that_stage_1_makes_coherent_is_no_mismatch() =>
        Assert.Empty(
            BeliefsOf(
                Machine
                    .Arm("7.2")
                    .Smmu("smmu")
                    .Device("dma", "smmu", NoSnoop.HardwiredZero, d => d with { DmaCoherent = false, Cpm = true })
                    .Domain("space", DomainApi.VfioType1, "dma")
            )
        );

    [Fact]
    public void Firmware_that_calls_a_device_coherent_without_a_coherent_path_misleads_the_dma_api() =>
        Assert.Single(
            BeliefsOf(
                Machine
                    .Arm("7.2")
                    .Smmu("smmu")
                    .Device("dma", "smmu", NoSnoop.HardwiredZero, d => d with { Cpm = false })
            )
        );
}
