using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class NoIommuTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Nic(string kernel) =>
        Intel(kernel, h => h with { NoIommuMode = true })
            .Vtd("unit", true)
            .Device("nic", null)
            .Device("gpu", "unit")
            .Domain("container", DomainApi.VfioType1)
            .Domain("ioas", DomainApi.Iommufd)
            .Guest("win", "container", "nic");

    [Theory]
    [InlineData("5.17")]
    [InlineData("6.1")]
    [InlineData("7.2")]
    public void The_module_parameter_lets_vfio_take_a_device_without_an_iommu(string kernel)
    {
        var result = Nic(kernel).Scenario(Attach("nic", "container")).Run();

        Assert.Equal(Ok, result.Operations[0].Result);
        Assert.IsType<Translation.None>(result.End.DeviceOf("nic").Translation);
        Assert.Equal(new DomainState("container", false, false, 0, null), result.End.DomainOf("container"));
    }

    /// <summary>Source: vfio_group_get_external_user before 5.19; VFIO_DMA_CC_IOMMU; the capability since 6.2.</summary>
    [Theory]
    [InlineData("5.18", "EPERM", false)]
    [InlineData("5.19", Ok, true)]
    [InlineData("6.1", Ok, true)]
    [InlineData("6.2", Ok, true)]
    public void Kvm_counts_it(string kernel, string added, bool noncoherent)
    {
        var result = Nic(kernel).Scenario(Attach("nic", "container"), KvmAdd("nic", "win")).Run();

        Assert.Equal(added, result.Operations[1].Result);
        Assert.Equal(noncoherent, result.End.GuestOf("win").NoncoherentDma);
    }

    [Fact]
    public void A_container_does_not_mix_devices_with_and_without_an_iommu()
    {
        Assert.Equal(
            [Ok, "EPERM"],
            Nic("6.8").Scenario(Attach("nic", "container"), Attach("gpu", "container")).Results()
        );
        Assert.Equal(
            [Ok, "EPERM"],
            Nic("6.8").Scenario(Attach("gpu", "container"), Attach("nic", "container")).Results()
        );
    }

    [Fact]
    public void A_guests_program_cannot_use_it()
    {
        var machine = Nic("6.8").Program("send", "win", "nic").Scenario(Attach("nic", "container"), RunProgram("send"));

        Assert.NotNull(ProgramPaths.Of(machine.Topology, machine.Run().End, machine.Topology.Programs[0]).CannotRun);
    }

    [Fact]
    public void Nothing_can_be_mapped() =>
        Assert.Equal([Ok, "ENOTTY"], Nic("6.8").Scenario(Attach("nic", "container"), Map("container")).Results());

    [Theory]
    [InlineData("6.1", "ENOENT")]
    [InlineData("6.2", Ok)]
    [InlineData("6.5", Ok)]
    [InlineData("6.6", "ENOENT")]
    public void An_iommufd_that_stands_for_a_container_takes_it_until_devices_have_files(
        string kernel,
        string expected
    ) => Assert.Equal([expected], Nic(kernel).Scenario(Attach("nic", "ioas")).Results());

    [Fact]
    public void Such_an_iommufd_does_not_mix_either()
    {
        Assert.Equal([Ok, "EINVAL"], Nic("6.5").Scenario(Attach("nic", "ioas"), Attach("gpu", "ioas")).Results());
        Assert.Equal([Ok, "EINVAL"], Nic("6.5").Scenario(Attach("gpu", "ioas"), Attach("nic", "ioas")).Results());
    }

    [Theory]
    [InlineData(Architecture.Arm64)]
    [InlineData(Architecture.Riscv64)]
    public void It_is_the_same_on_other_architectures(Architecture architecture) =>
        Assert.Equal(
            [Ok],
            Arm("6.8", h => h with { Architecture = architecture, NoIommuMode = true })
                .Device("nic", null)
                .Domain("container", DomainApi.VfioType1, "nic")
                .Results()
        );
}
