using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class MediatedDeviceTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Vgpu(string kernel, bool sc = true, DomainApi api = DomainApi.VfioType1) =>
        Intel(kernel)
            .Vtd("unit", sc)
            .Device("igpu", "unit")
            .Device("vgpu", null, with: d => d with { MdevOf = "igpu", Bus = DeviceBus.Platform })
            .Domain("space", api)
            .Domain("other", DomainApi.VfioType1)
            .Domain("own", DomainApi.DmaApi)
            .Guest("win", "space", "vgpu")
            .Program("draw", "win", "vgpu");

    /// <summary>
    /// No IOMMU, so the capability is missing since 6.2; before, an empty container counts as coherent.
    /// </summary>
    [Theory]
    [InlineData("5.17", false)]
    [InlineData("5.19", false)]
    [InlineData("6.1", false)]
    [InlineData("6.2", true)]
    [InlineData("7.2", true)]
    public void Kvm_counts_it_since_6_2(string kernel, bool noncoherent)
    {
        var result = Vgpu(kernel).Scenario(Attach("vgpu", "space"), KvmAdd("vgpu", "win")).Run();

        Assert.Equal([Ok, Ok], result.Operations.Select(o => o.Result));
        Assert.Equal(noncoherent, result.End.GuestOf("win").NoncoherentDma);
    }

    [Theory]
    [InlineData(DomainApi.VfioType1)]
    [InlineData(DomainApi.Iommufd)]
    public void No_page_table_is_made_for_it(DomainApi api)
    {
        var result = Vgpu("6.8", api: api).Scenario(Attach("vgpu", "space"), KvmAdd("vgpu", "win")).Run();

        Assert.Equal(new DomainState("space", null, null, 0, null), result.End.DomainOf("space"));
        Assert.True(result.End.Holds("win", "vgpu"));
        Assert.True(result.End.GuestOf("win").NoncoherentDma);
    }

    /// <summary>The parent's driver maps through the DMA API, which never asks for enforcement.</summary>
    [Fact]
    public void Its_requests_are_its_parents()
    {
        var machine = Vgpu("6.8").Scenario(Attach("vgpu", "space"), RunProgram("draw"));
        var end = machine.Run().End;
        var path = ProgramPaths.Of(machine.Topology, end, machine.Topology.Programs[0]);

        Assert.Equal(end.DeviceOf("igpu").Translation, end.DeviceOf("vgpu").Translation);
        Assert.Equal((Snooped.No, true), (path.Devices[0].NoSnoop, path.Devices[0].CanSetNoSnoop));
        Assert.Null(CoherenceBoxes.Of(machine.Topology, end, "vgpu").Box);
        Assert.Equal(3, CoherenceBoxes.Of(machine.Topology, end, "igpu").Box);
    }

    [Theory]
    [InlineData("6.1", 1)]
    [InlineData("6.2", 0)]
    public void Before_6_2_kvm_believes_what_is_not_so(string kernel, int mismatches)
    {
        var machine = Vgpu(kernel).Scenario(Attach("vgpu", "space"), KvmAdd("vgpu", "win"));

        Assert.Equal(mismatches, BeliefChecks.Beliefs(machine.Topology, machine.Run().End).Length);
    }

    [Fact]
    public void The_host_has_no_domain_for_it() =>
        Assert.Equal(["ENODEV"], Vgpu("6.8").Scenario(Attach("vgpu", "own")).Results());

    /// <summary>
    /// The kernel waits for the VMM before it unbinds the parent's driver; everything stays as it is.
    /// </summary>
    [Fact]
    public void A_parent_is_not_given_away_as_well()
    {
        var result = Vgpu("6.8").Scenario(Attach("vgpu", "space"), Attach("igpu", "other")).Run();

        Assert.Equal([Ok, OperationOutcome.Waits], result.Operations.Select(o => o.Result));
        Assert.Contains("vfio_unregister_group_dev", result.Operations[1].Chain[^1].Source, StringComparison.Ordinal);
        Assert.Equal((null, "space"), (result.End.DeviceOf("igpu").Domain, result.End.DeviceOf("vgpu").Domain));
    }

    [Fact]
    public void A_parent_stays_with_its_own_driver_in_a_domain_of_the_dma_api() =>
        Assert.Equal([Ok, Ok], Vgpu("6.8").Scenario(Attach("vgpu", "space"), Attach("igpu", "own")).Results());

    [Fact]
    public void A_parent_that_is_with_vfio_itself_has_no_mediated_devices() =>
        Assert.Equal([Ok, "ENODEV"], Vgpu("6.8").Scenario(Attach("igpu", "other"), Attach("vgpu", "space")).Results());

    /// <summary>The same on Arm; on RISC-V no driver of a container answers.</summary>
    [Theory]
    [InlineData(Architecture.Arm64, Ok)]
    [InlineData(Architecture.S390x, Ok)]
    [InlineData(Architecture.Riscv64, "ENODEV")]
    public void On_other_architectures(Architecture architecture, string expected) =>
        Assert.Equal(
            [expected],
            Arm("6.8", h => h with { Architecture = architecture })
                .Device("ccw", null)
                .Device("part", null, with: d => d with { MdevOf = "ccw", Bus = DeviceBus.Platform })
                .Domain("space", DomainApi.VfioType1, "part")
                .Results()
        );

    [Fact]
    public void A_real_device_in_the_same_container_has_its_own_page_table()
    {
        var result = Vgpu("6.8").Device("nic", "unit").Scenario(Attach("vgpu", "space"), Attach("nic", "space")).Run();

        Assert.Equal(new DomainState("space", true, true, 1, null), result.End.DomainOf("space"));
    }
}
