using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class VdpaTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Nic(string kernel, bool sc = true) =>
        Intel(kernel)
            .Vtd("unit", sc)
            .Device("nic", "unit")
            .Device("disk", "unit")
            .Domain("vdpa", DomainApi.VhostVdpa)
            .Guest("win", "vdpa", "nic")
            .Program("send", "win", "nic");

    /// <summary>Before 5.19 the capability means that no-snoop can be blocked, and mappings then do so.</summary>
    [Theory]
    [InlineData("5.17", true, Ok, 1)]
    [InlineData("5.17", false, "ENOTSUPP", null)]
    [InlineData("5.19", true, Ok, 3)]
    [InlineData("5.19", false, Ok, 3)]
    [InlineData("7.2", true, Ok, 3)]
    public void It_is_gated_by_iommu_cache_and_never_enforced(string kernel, bool sc, string expected, int? box)
    {
        var machine = Nic(kernel, sc).Scenario(Attach("nic", "vdpa"));
        var result = machine.Run();

        Assert.Equal(expected, result.Operations[0].Result);
        Assert.Equal(box, expected == Ok ? CoherenceBoxes.Of(machine.Topology, result.End, "nic").Box : null);
    }

    [Fact]
    public void Without_an_iommu_it_is_refused() =>
        Assert.Equal(
            ["ENOTSUPP"],
            Intel("6.8").Device("nic", null).Domain("vdpa", DomainApi.VhostVdpa, "nic").Results()
        );

    [Fact]
    public void One_device_of_a_group_is_not_attached_alone() =>
        Assert.Equal(
            ["EINVAL"],
            Intel("6.8")
                .Vtd("unit", true)
                .Device("a", "unit", with: d => d with { Group = "1" })
                .Device("b", "unit", with: d => d with { Group = "1" })
                .Domain("vdpa", DomainApi.VhostVdpa, "a")
                .Results()
        );

    [Fact]
    public void Each_device_has_a_page_table_of_its_own()
    {
        var result = Nic("6.8").Scenario(Attach("nic", "vdpa"), Attach("disk", "vdpa")).Run();

        Assert.Equal(new DomainState("vdpa", true, false, 2, null), result.End.DomainOf("vdpa"));
    }

    [Fact]
    public void The_guest_has_it_and_kvm_is_not_told()
    {
        var machine = Nic("6.8").Scenario(Attach("nic", "vdpa"), KvmAdd("nic", "win"), RunProgram("send"));
        var result = machine.Run();

        Assert.Equal([Ok, "EBADF", Ok], result.Operations.Select(o => o.Result));
        Assert.Null(ProgramPaths.Of(machine.Topology, result.End, machine.Topology.Programs[0]).CannotRun);
        Assert.Equal("win", Assert.Single(BeliefChecks.Beliefs(machine.Topology, result.End)).Guest);
    }

    [Fact]
    public void Without_a_scenario_it_is_not_given_to_kvm() =>
        Assert.Equal(
            [Ok],
            Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("vdpa", DomainApi.VhostVdpa, "nic")
                .Guest("win", "vdpa", "nic")
                .Results()
        );

    [Fact]
    public void It_can_be_mapped_and_taken_back() =>
        Assert.Equal(
            [Ok, Ok, Ok, Ok],
            Nic("6.8").Scenario(Attach("nic", "vdpa"), Map("vdpa"), Unmap("vdpa"), Detach("nic", "vdpa")).Results()
        );

    /// <summary>
    /// vhost-vdpa goes by the driver's word on IOMMU_CACHE, whatever the architecture; nobody believes more of it.
    /// </summary>
    [Theory]
    [InlineData(IommuModel.ArmSmmuV3, "5.17", Ok)]
    [InlineData(IommuModel.ArmSmmuV3, "7.2", Ok)]
    [InlineData(IommuModel.Rockchip, "7.2", "ENOTSUPP")]
    public void It_is_the_same_on_other_architectures(IommuModel model, string kernel, string expected)
    {
        var machine = Arm(kernel).Smmu("smmu", model).Device("nic", "smmu").Domain("vdpa", DomainApi.VhostVdpa, "nic");

        Assert.Equal([expected], machine.Results());
        Assert.Empty(BeliefChecks.Beliefs(machine.Topology, machine.Run().End));
    }
}
