using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class UpgradeTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Shared(string kernel) =>
        Intel(kernel)
            .Vtd("with_sc", true)
            .Vtd("without_sc", false)
            .Device("e", "with_sc")
            .Device("n", "without_sc")
            .Domain("ioas", DomainApi.Iommufd)
            .Domain("container", DomainApi.VfioType1)
            .Guest("win", "ioas", "e", "n")
            .Program("send", "win", "e");

    [Fact]
    public void What_stood_is_done_again_in_the_same_order()
    {
        var result = Shared("6.6")
            .Scenario(
                Attach("n", "container"),
                Attach("e", "ioas"),
                KvmAdd("e", "win"),
                Detach("n", "container"),
                Attach("n", "ioas"),
                Upgrade("6.8")
            )
            .Run();

        Assert.Equal(
            ["Attach e ioas", "KvmAdd e win", "Attach n ioas"],
            result
                .Operations.Skip(6)
                .Select(o => $"{o.Operation.Kind} {o.Operation.Device} {o.Operation.Domain ?? o.Operation.Guest}")
        );
        Assert.All(
            result.Operations.Skip(6),
            o => Assert.Equal((5, Ok, new KernelVersion(6, 8)), (o.Index, o.Result, o.Kernel))
        );
        Assert.Equal("attach n to ioas: ok", result.Operations[5].Chain[^1].Text);
    }

    [Theory]
    [InlineData("6.5", 2)]
    [InlineData("6.7", 1)]
    public void The_new_kernel_makes_its_own_page_tables(string kernel, int tables)
    {
        var result = Shared("6.6").Scenario(Attach("n", "ioas"), Attach("e", "ioas"), Upgrade(kernel)).Run();

        Assert.Equal(tables, result.End.DomainOf("ioas").HardwareDomains);
    }

    [Fact]
    public void What_the_new_kernel_refuses_does_not_stand()
    {
        var result = Shared("6.6")
            .Scenario(Attach("e", "ioas"), KvmAdd("e", "win"), Upgrade("6.1"), Upgrade("6.8"))
            .Run();

        Assert.Equal([Ok, Ok, Ok, "ENOENT", Ok, Ok, Ok], result.Operations.Select(o => o.Result));
        Assert.Null(result.End.DeviceOf("e").Domain);
        Assert.Single(result.End.GuestOf("win").Files);
    }

    [Fact]
    public void Programs_run_under_the_new_kernel()
    {
        var machine = Shared("6.6")
            .Scenario(
                Attach("n", "ioas"),
                Attach("e", "ioas"),
                KvmAdd("e", "win"),
                RunProgram("send"),
                Upgrade("6.8"),
                RunProgram("send")
            );
        var runs = machine
            .Run()
            .Runs.Select(r => ProgramPaths.Of(machine.Topology, r.State, machine.Topology.Programs[0]))
            .ToList();

        Assert.Equal([Snooped.Yes, Snooped.No], runs.Select(p => p.Devices[0].NoSnoop));
    }

    [Fact]
    public void The_bit_reads_as_declared_again()
    {
        var result = Shared("6.8")
            .Scenario(Attach("e", "ioas"), SetNoSnoop("e", false, NoSnoopSetter.Guest), Upgrade("6.12"))
            .Run();

        Assert.True(result.End.DeviceOf("e").EnableNoSnoop);
    }

    [Fact]
    public void What_is_not_known_stays_so()
    {
        var result = Shared("6.8")
            .Undocumented("other")
            .Device("f", "other")
            .Scenario(Attach("f", "container"), Upgrade("6.12"))
            .Run();

        Assert.NotNull(result.End.DeviceOf("f").Unknown);
    }

    [Fact]
    public void Of_a_kernel_older_than_the_oldest_known_one_nothing_is_known()
    {
        var result = Shared("6.8").Scenario(Attach("e", "container"), Upgrade("5.10")).Run();

        Assert.Equal([Ok, Ok, OperationOutcome.Unknown], result.Operations.Select(o => o.Result));
        Assert.Equal(new KernelVersion(5, 10), result.Operations[^1].Kernel);
    }
}
