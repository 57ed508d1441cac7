using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class PciTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Nic(NoSnoop noSnoop) =>
        Intel("6.8")
            .Vtd("unit", true)
            .Device("nic", "unit", noSnoop)
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "nic");

    [Theory]
    [InlineData(NoSnoop.Disabled, false)]
    [InlineData(NoSnoop.Enabled, true)]
    [InlineData(NoSnoop.Used, true)]
    [InlineData(NoSnoop.HardwiredZero, false)]
    public void The_bit_begins_as_declared(NoSnoop noSnoop, bool set) =>
        Assert.Equal(set, Nic(noSnoop).Run().End.DeviceOf("nic").EnableNoSnoop);

    [Fact]
    public void A_guest_writes_the_bit_through()
    {
        var result = Nic(NoSnoop.Disabled)
            .Scenario(Attach("nic", "space"), SetNoSnoop("nic", true, NoSnoopSetter.Guest))
            .Run();

        Assert.Equal([Ok, Ok], result.Operations.Select(o => o.Result));
        Assert.True(result.End.DeviceOf("nic").EnableNoSnoop);
        Assert.Equal(NoSnoopSetter.Guest, result.End.DeviceOf("nic").NoSnoopSetBy);
    }

    [Fact]
    public void The_host_clears_the_bit_without_vfio()
    {
        var result = Nic(NoSnoop.Used).Scenario(SetNoSnoop("nic", false, NoSnoopSetter.Host)).Run();

        Assert.Equal(Ok, result.Operations[0].Result);
        Assert.False(result.End.DeviceOf("nic").EnableNoSnoop);
    }

    /// <summary>
    /// vfio-pci lets a function rest that nobody has open, and waking it loads what was saved then: a host's setpci in
    /// between is lost. Seen on Linux 6.1.192, 6.12.107 and 7.2.12 (tests/qemu-witness, no-snoop-writable). Source:
    /// drivers/pci/pci-driver.c:pci_pm_runtime_resume. Before 5.19 not every function was saved: there the bit is 1
    /// where it may be.
    /// </summary>
    [Theory]
    [InlineData("6.1", "vfio-pci", NoSnoop.Enabled, false, true)]
    [InlineData("7.2", "vfio-pci", NoSnoop.Enabled, false, true)]
    [InlineData("7.2", "vfio-pci", NoSnoop.Disabled, true, false)]
    [InlineData("5.15", "vfio-pci", NoSnoop.Enabled, false, true)]
    [InlineData("5.15", "vfio-pci", NoSnoop.Disabled, true, true)]
    [InlineData("7.2", null, NoSnoop.Enabled, false, false)]
    [InlineData("7.2", "e1000e", NoSnoop.Enabled, false, false)]
    public void What_the_host_writes_while_vfio_lets_the_function_rest_is_lost(
        string kernel,
        string? bound,
        NoSnoop declared,
        bool written,
        bool afterAttach
    )
    {
        var machine = Intel(kernel)
            .Vtd("unit", true)
            .Device("nic", "unit", declared, d => d with { Bound = bound })
            .Domain("space", DomainApi.VfioType1);
        var write = SetNoSnoop("nic", written, NoSnoopSetter.Host);

        Assert.Equal(written, machine.Scenario(write).Run().End.DeviceOf("nic").EnableNoSnoop);
        Assert.Equal(
            afterAttach,
            machine.Scenario(write, Attach("nic", "space")).Run().End.DeviceOf("nic").EnableNoSnoop
        );
        Assert.Equal(
            afterAttach,
            machine
                .Scenario(write, Attach("nic", "space"), Detach("nic", "space"))
                .Run()
                .End.DeviceOf("nic")
                .EnableNoSnoop
        );
    }

    [Fact]
    public void A_hardwired_bit_reads_back_zero()
    {
        var result = Nic(NoSnoop.HardwiredZero)
            .Scenario(Attach("nic", "space"), SetNoSnoop("nic", true, NoSnoopSetter.Guest))
            .Run();

        Assert.Equal(Ok, result.Operations[1].Result);
        Assert.False(result.End.DeviceOf("nic").EnableNoSnoop);
        Assert.Null(result.End.DeviceOf("nic").NoSnoopSetBy);
    }

    [Fact]
    public void A_guest_cannot_reach_a_device_that_is_not_with_vfio() =>
        Assert.Equal(
            ["EINVAL"],
            Nic(NoSnoop.Disabled).Scenario(SetNoSnoop("nic", true, NoSnoopSetter.Guest)).Results()
        );

    [Fact]
    public void What_is_no_pcie_function_has_no_such_bit() =>
        Assert.Equal(
            ["EINVAL"],
            Intel("6.8")
                .Device("uart", null, with: d => d with { Bus = DeviceBus.Platform })
                .Scenario(SetNoSnoop("uart", false, NoSnoopSetter.Host))
                .Results()
        );

    /// <summary>
    /// The kernel restores Device Control after a reset. Source: drivers/pci/pci.c:pci_restore_pcie_state.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reset_keeps_the_bit(bool enabled)
    {
        var result = Nic(enabled ? NoSnoop.Disabled : NoSnoop.Enabled)
            .Scenario(
                Attach("nic", "space"),
                SetNoSnoop("nic", enabled, NoSnoopSetter.Guest),
                new Operation(OperationKind.Reset) { Device = "nic" }
            )
            .Run();

        Assert.Equal([Ok, Ok, Ok], result.Operations.Select(o => o.Result));
        Assert.Equal(enabled, result.End.DeviceOf("nic").EnableNoSnoop);
    }

    /// <summary>VFIO restores at close what it saved at open. Source: vfio_pci_core_disable.</summary>
    [Fact]
    public void Closing_the_device_undoes_what_the_guest_wrote()
    {
        var result = Nic(NoSnoop.Disabled)
            .Scenario(Attach("nic", "space"), SetNoSnoop("nic", true, NoSnoopSetter.Guest), Detach("nic", "space"))
            .Run();

        Assert.False(result.End.DeviceOf("nic").EnableNoSnoop);
        Assert.Null(result.End.DeviceOf("nic").NoSnoopSetBy);
    }

    [Fact]
    public void What_the_host_wrote_before_stays()
    {
        var result = Nic(NoSnoop.Used)
            .Scenario(SetNoSnoop("nic", false, NoSnoopSetter.Host), Attach("nic", "space"), Detach("nic", "space"))
            .Run();

        Assert.False(result.End.DeviceOf("nic").EnableNoSnoop);
        Assert.Equal(NoSnoopSetter.Host, result.End.DeviceOf("nic").NoSnoopSetBy);
    }
}
