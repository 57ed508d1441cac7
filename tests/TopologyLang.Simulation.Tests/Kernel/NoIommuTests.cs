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
    [InlineData("5.19")]
    [InlineData("6.1")]
    [InlineData("7.2")]
    public void The_module_parameter_lets_vfio_take_a_device_without_an_iommu(string kernel)
    {
        var result = Nic(kernel).Scenario(Attach("nic", "container")).Run();

        Assert.Equal(Ok, result.Operations[0].Result);
        Assert.IsType<Translation.None>(result.End.DeviceOf("nic").Translation);
        Assert.Equal(new DomainState("container", false, false, 0, null), result.End.DomainOf("container"));
    }

    /// <summary>
    /// Source: drivers/vfio/vfio.c:vfio_iommu_group_get (5.15.0), vfio_group_find_or_alloc (5.18.12) ask
    /// iommu_present(dev->bus); not in 5.19.0.
    /// </summary>
    [Theory]
    [InlineData("5.15", true, "EINVAL")]
    [InlineData("5.18", true, "EINVAL")]
    [InlineData("5.18", false, Ok)]
    [InlineData("5.19", true, Ok)]
    public void Before_5_19_any_IOMMU_of_the_bus_forbids_it(string kernel, bool unit, string expected)
    {
        var machine = Intel(kernel, h => h with { NoIommuMode = true });
        machine = unit ? machine.Vtd("unit", true) : machine;

        Assert.Equal([expected], machine.Device("nic", null).Domain("container", DomainApi.VfioType1, "nic").Results());
    }

    /// <summary>
    /// Source: drivers/vfio/vfio.c:vfio_group_add_container_user (5.15.0, 5.18.12): the test for a container comes
    /// first.
    /// </summary>
    [Theory]
    [InlineData(false, "EINVAL")]
    [InlineData(true, "EPERM")]
    public void Before_5_19_kvm_refuses_it(bool inContainer, string expected)
    {
        var machine = Intel("5.18", h => h with { NoIommuMode = true })
            .Device("nic", null)
            .Domain("container", DomainApi.VfioType1)
            .Guest("win", "container", "nic");
        var results = (
            inContainer
                ? machine.Scenario(Attach("nic", "container"), KvmAdd("nic", "win"))
                : machine.Scenario(KvmAdd("nic", "win"))
        ).Results();

        Assert.Equal(expected, results[^1]);
    }

    /// <summary>Source: VFIO_DMA_CC_IOMMU; the capability since 6.2.</summary>
    [Theory]
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
    [InlineData("6.2", "EINVAL")]
    [InlineData("6.3", Ok)]
    [InlineData("6.5", Ok)]
    [InlineData("6.6", "ENOENT")]
    [InlineData("7.2", "ENOENT")]
    [InlineData("7.3", Ok)]
    [InlineData("7.3.4", Ok)]
    public void An_iommufd_takes_it_in_place_of_a_container_and_later_by_its_own_file(string kernel, string expected) =>
        Assert.Equal([expected], Nic(kernel).Scenario(Attach("nic", "ioas")).Results());

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
