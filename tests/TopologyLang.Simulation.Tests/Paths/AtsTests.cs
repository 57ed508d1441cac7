using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

public class AtsTests
{
    private static Device WithAts(Device device) => device with { Ats = true };

    private static (DevicePath Path, BoxAnswer Box, DeviceState State) Of(
        Machine host,
        Func<Device, Device>? with = null
    )
    {
        var machine = host.Device("nic", "unit", with: d => with is null ? WithAts(d) : with(WithAts(d)))
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("vm", "space", "nic")
            .Program("p", "vm", "nic");
        var timeline = machine.Run();
        var state = timeline.Runs[0].State;
        return (
            ProgramPaths.Of(machine.Topology, state, machine.Topology.Programs[0]).Devices[0],
            CoherenceBoxes.Of(machine.Topology, state, "nic"),
            timeline.End.DeviceOf("nic")
        );
    }

    /// <summary>
    /// What VT-d puts into the N bit of a page that it makes snoop is not known, so both are explored.
    /// </summary>
    [Fact]
    public void Behind_vtd_a_blocked_no_snoop_is_not_known_to_be_blocked()
    {
        var (path, box, state) = Of(Machine.Intel("7.2").Vtd("unit", true));

        Assert.True(state.Ats.On);
        Assert.Equal((Snooped.Yes, Snooped.Either), (path.Ordinary, path.NoSnoop));
        Assert.Equal((null, null), (box.Box, box.Blocked));
        Assert.Contains(path.Chain, r => r.Uncertain && r.Text.Contains("N = 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_device_TLBs_in_the_unit_Linux_leaves_ATS_off()
    {
        var (path, box, state) = Of(Machine.Intel("7.2").Vtd("unit", true, u => u with { DeviceTlb = false }));

        Assert.False(state.Ats.On);
        Assert.Equal((Snooped.Yes, 1), (path.NoSnoop, box.Box));
        Assert.Contains(path.Chain, r => r.Text.Contains("ATS off", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_blocked_stays_so_with_ATS()
    {
        var (path, box, _) = Of(Machine.Intel("7.2").Vtd("unit", false));

        Assert.Equal((Snooped.No, 3), (path.NoSnoop, box.Box));
    }

    /// <summary>AMD-Vi returns FC in the N bit.</summary>
    [Theory]
    [InlineData(AmdPageTable.V1, Snooped.Yes, 1)]
    [InlineData(AmdPageTable.V2, Snooped.No, 3)]
    public void Behind_amd_N_carries_FC(AmdPageTable table, Snooped expected, int expectedBox)
    {
        var (path, box, state) = Of(Machine.Amd("7.2").AmdVi("unit", table));

        Assert.True(state.Ats.On);
        Assert.Equal((expected, expectedBox), (path.NoSnoop, box.Box));
    }

    [Fact]
    public void Canwbs_holds_for_translated_requests_too()
    {
        var (path, box, state) = Of(
            Machine.Arm("7.2", h => h with { Firmware = Firmware.Acpi }).Smmu("unit"),
            d => d with { Canwbs = true }
        );

        Assert.True(state.Ats.On);
        Assert.Equal((Snooped.Yes, Snooped.Yes, 1), (path.Ordinary, path.NoSnoop, box.Box));
    }

    /// <summary>
    /// A stage 2 leaves a device that is not coherent so; a translated request of it may be coherent all the same.
    /// </summary>
    [Theory]
    [InlineData(true, Snooped.Either)]
    [InlineData(false, Snooped.No)]
    public void On_Arm_the_type_of_a_translated_request_is_up_to_the_implementation(bool path, Snooped expected) =>
        Assert.Equal(
            expected,
            Of(
                Machine.Arm("6.12").Smmu("unit", with: u => u with { Stage1 = false }),
                d => d with { DmaCoherent = false, Cpm = path }
            ).Path.Ordinary
        );

    [Fact]
    public void No_other_driver_switches_ATS_on() =>
        Assert.False(Of(Machine.Arm("7.2").Smmu("unit", IommuModel.ArmSmmuV2)).State.Ats.On);

    [Fact]
    public void An_identity_domain_has_no_translation_to_keep()
    {
        var machine = Machine
            .Intel("7.2")
            .Vtd("unit", true)
            .Device("nic", "unit", with: WithAts)
            .Domain("id", DomainApi.Identity, "nic");

        Assert.False(machine.Run().End.DeviceOf("nic").Ats.On);
    }
}
