using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class TimelineTests
{
    [Fact]
    public void Without_a_scenario_the_declarations_are_set_up_in_file_order()
    {
        var machine = Intel("6.8")
            .Vtd("unit", true)
            .Device("a", "unit")
            .Device("b", "unit")
            .Device("c", "unit")
            .Domain("one", DomainApi.VfioType1, "b", "a")
            .Domain("two", DomainApi.VfioType1)
            .Guest("win", "two", "c")
            .Guest(
                new Guest
                {
                    Name = "bsd",
                    Host = "host",
                    KvmVfio = false,
                    Assign = [new Assignment("a", "one")],
                }
            )
            .Program("p", "win", "c")
            .Program("q", "bsd", "a");

        var result = machine.Run();

        Assert.Null(result.Scenario);
        Assert.Equal(
            ["Attach b one", "Attach a one", "Attach c two", "KvmAdd c win"],
            result.Operations.Select(o =>
                $"{o.Operation.Kind} {o.Operation.Device} {o.Operation.Domain ?? o.Operation.Guest}"
            )
        );
        Assert.All(result.Operations, o => Assert.Null(o.Index));
        Assert.Equal([("p", 0), ("q", 0)], result.Runs.Select(r => (r.Program, r.Run)));
    }

    [Fact]
    public void With_a_scenario_nothing_is_set_up_by_itself_and_each_starts_anew()
    {
        var machine = Intel("6.8")
            .Vtd("unit", true)
            .Device("igpu", "unit")
            .Domain("space", DomainApi.VfioType1, "igpu")
            .Guest("win", "space", "igpu")
            .Program("flip", "win", "igpu");

        var results = Timeline.Run(
            (
                machine
                    .Scenario(Attach("igpu", "space"), RunProgram("flip"), RunProgram("flip"))
                    .Scenario(RunProgram("flip"))
            ).Topology,
            CancellationToken.None
        );

        Assert.Equal([(0, (int?)1), (1, 2)], results[0].Runs.Select(r => (r.Run, r.OperationIndex)));
        Assert.True(results[0].Runs[0].State.Holds("win", "igpu"));
        Assert.False(results[1].Runs[0].State.Holds("win", "igpu"));
        Assert.Equal([0, 1, 2], results[0].Operations.Select(o => o.Index!.Value));
    }

    [Fact]
    public void A_cancelled_timeline_stops()
    {
        var machine = Intel("6.8")
            .Vtd("unit", true)
            .Device("igpu", "unit")
            .Domain("space", DomainApi.VfioType1, "igpu");

        Assert.Throws<OperationCanceledException>(() => Timeline.Run(machine.Topology, new CancellationToken(true)));
    }

    [Fact]
    public void A_guest_holds_what_is_attached_for_it_and_registered_or_assigned()
    {
        var machine = Intel("6.8")
            .Vtd("unit", true)
            .Device("igpu", "unit")
            .Domain("space", DomainApi.VfioType1)
            .Guest(new Guest { Name = "win", Host = "host" });

        Assert.False(machine.Scenario(Attach("igpu", "space")).Run().End.Holds("win", "igpu"));
        Assert.False(machine.Scenario(KvmAdd("igpu", "win")).Run().End.Holds("win", "igpu"));
        Assert.True(machine.Scenario(Attach("igpu", "space"), KvmAdd("igpu", "win")).Run().End.Holds("win", "igpu"));
        Assert.False(
            machine
                .Scenario(Attach("igpu", "space"), KvmAdd("igpu", "win"), Detach("igpu", "space"))
                .Run()
                .End.Holds("win", "igpu")
        );
    }

    [Fact]
    public void Two_guests_do_not_hold_one_device()
    {
        var result = Intel("6.8")
            .Vtd("unit", true)
            .Device("igpu", "unit")
            .Domain("one", DomainApi.VfioType1)
            .Domain("two", DomainApi.VfioType1)
            .Guest("win", "one", "igpu")
            .Guest("bsd", "two", "igpu")
            .Scenario(Attach("igpu", "two"))
            .Run();

        Assert.False(result.End.Holds("win", "igpu"));
        Assert.True(result.End.Holds("bsd", "igpu"));
    }
}
