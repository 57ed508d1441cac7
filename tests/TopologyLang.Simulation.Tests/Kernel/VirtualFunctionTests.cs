using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class VirtualFunctionTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Nic(NoSnoop physical, NoSnoop virtualFunction = NoSnoop.Used, bool sc = false) =>
        Intel("6.8")
            .Vtd("unit", sc)
            .Device("pf", "unit", physical)
            .Device("vf", "unit", virtualFunction, d => d with { VfOf = "pf" })
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "vf")
            .Program("send", "win", "vf");

    private static DevicePath PathOf(Machine machine) =>
        ProgramPaths.Of(machine.Topology, machine.Run().Runs[^1].State, machine.Topology.Programs[0]).Devices[0];

    /// <summary>The bit is reserved in a virtual function; what the file says of its own bit means nothing.</summary>
    [Theory]
    [InlineData(NoSnoop.Used, NoSnoop.Used, true)]
    [InlineData(NoSnoop.Enabled, NoSnoop.HardwiredZero, true)]
    [InlineData(NoSnoop.Enabled, NoSnoop.Disabled, true)]
    [InlineData(NoSnoop.Disabled, NoSnoop.Used, false)]
    [InlineData(NoSnoop.HardwiredZero, NoSnoop.Used, false)]
    public void The_physical_functions_bit_decides(NoSnoop physical, NoSnoop virtualFunction, bool canSet) =>
        Assert.Equal(
            canSet,
            PathOf(Nic(physical, virtualFunction).Scenario(Attach("vf", "space"), RunProgram("send"))).CanSetNoSnoop
        );

    [Theory]
    [InlineData(NoSnoop.Enabled, true, 1)]
    [InlineData(NoSnoop.HardwiredZero, true, 2)]
    [InlineData(NoSnoop.Disabled, false, 3)]
    [InlineData(NoSnoop.HardwiredZero, false, 4)]
    public void Its_box_follows_the_physical_function(NoSnoop physical, bool sc, int box)
    {
        var machine = Nic(physical, sc: sc).Scenario(Attach("vf", "space"));

        Assert.Equal(box, CoherenceBoxes.Of(machine.Topology, machine.Run().End, "vf").Box);
    }

    [Fact]
    public void A_guest_cannot_change_it_and_the_host_can_through_the_physical_function()
    {
        var byGuest = Nic(NoSnoop.Disabled)
            .Scenario(Attach("vf", "space"), SetNoSnoop("vf", true, NoSnoopSetter.Guest), RunProgram("send"));
        var byHost = Nic(NoSnoop.Disabled)
            .Scenario(Attach("vf", "space"), SetNoSnoop("pf", true, NoSnoopSetter.Host), RunProgram("send"));

        Assert.Equal([Ok, Ok, Ok], byGuest.Results());
        Assert.False(PathOf(byGuest).CanSetNoSnoop);
        Assert.True(PathOf(byHost).CanSetNoSnoop);
    }
}
