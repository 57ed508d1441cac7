using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>Policies that were discussed and are in no released kernel (seeds 002 and 003).</summary>
public class PolicyTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Forced(Func<Device, Device> with, NoSnoop noSnoop = NoSnoop.Used) =>
        Intel("6.8", h => h with { VfioForcesNoSnoopOff = true })
            .Vtd("unit", false)
            .Device("pf", "unit")
            .Device("gpu", "unit", noSnoop, with)
            .Domain("space", DomainApi.VfioType1)
            .Domain("ioas", DomainApi.Iommufd)
            .Guest("win", "space", "gpu");

    [Theory]
    [InlineData("space")]
    [InlineData("ioas")]
    public void Vfio_forces_no_snoop_off_as_long_as_it_has_the_device(string domain)
    {
        var machine = Forced(d => d);

        var given = machine.Scenario(Attach("gpu", domain), SetNoSnoop("gpu", true, NoSnoopSetter.Guest)).Run();
        Assert.Equal([Ok, Ok], given.Operations.Select(o => o.Result));
        Assert.False(given.End.DeviceOf("gpu").EnableNoSnoop);

        var back = machine.Scenario(Attach("gpu", domain), Detach("gpu", domain)).Run();
        Assert.True(back.End.DeviceOf("gpu").EnableNoSnoop);
    }

    [Theory]
    [InlineData(NoSnoop.Used, true)]
    [InlineData(NoSnoop.Disabled, false)]
    public void A_variant_driver_may_want_it_but_what_was_off_at_attach_stays_off(NoSnoop noSnoop, bool expected)
    {
        var result = Forced(d => d with { VariantDriver = VariantDriver.WantsNoSnoop }, noSnoop)
            .Scenario(Attach("gpu", "space"), SetNoSnoop("gpu", true, NoSnoopSetter.Guest))
            .Run();

        Assert.Equal(expected, result.End.DeviceOf("gpu").EnableNoSnoop);
    }

    [Fact]
    public void A_virtual_functions_no_snoop_cannot_be_forced_off() =>
        Assert.True(
            Forced(d => d with { VfOf = "pf" }).Scenario(Attach("gpu", "space")).Run().End.DeviceOf("gpu").EnableNoSnoop
        );

    /// <summary>
    /// A page that is given to a guest is flushed where the kernel believes that its device can bypass the caches.
    /// </summary>
    [Theory]
    [InlineData(DomainApi.VfioType1, true, false, "Coherent")]
    [InlineData(DomainApi.VfioType1, false, false, "Stale")]
    [InlineData(DomainApi.Iommufd, true, false, "Coherent")]
    [InlineData(DomainApi.VhostVdpa, true, false, "Stale")]
    [InlineData(DomainApi.VfioType1, true, true, "Coherent")]
    public void Pages_are_flushed_before_they_are_mapped(DomainApi api, bool flush, bool sc, string verdict)
    {
        var path = Recycling(Intel("6.13", h => h with { VfioFlush = flush }).Vtd("unit", sc), api);

        Assert.Equal(flush && !sc && api != DomainApi.VhostVdpa, path.RecycleFlushes);
        Assert.Equal(verdict, Checker.Check(path, SearchLimits.Default, CancellationToken.None).Kind.ToString());
    }

    [Fact]
    public void A_table_that_only_claims_to_enforce_is_not_flushed_for()
    {
        var path = Recycling(
            Amd("6.13", h => h with { VfioFlush = true }).AmdVi("unit", AmdPageTable.V2),
            DomainApi.VfioType1
        );

        Assert.False(path.RecycleFlushes);
        Assert.Equal(Hazard.InformationLeak, Checker.Check(path, SearchLimits.Default, CancellationToken.None).Hazard);
    }

    [Theory]
    [InlineData(GuestWbinvdPolicy.Kernel, false, true, WbinvdMode.Emulated, false)]
    [InlineData(GuestWbinvdPolicy.Kernel, true, true, WbinvdMode.Nop, false)]
    [InlineData(GuestWbinvdPolicy.ForceOn, true, true, WbinvdMode.Emulated, false)]
    [InlineData(GuestWbinvdPolicy.ForceOff, false, true, WbinvdMode.Nop, false)]
    [InlineData(GuestWbinvdPolicy.ForceOn, true, false, WbinvdMode.Native, true)]
    [InlineData(GuestWbinvdPolicy.ForceOff, false, false, WbinvdMode.Native, false)]
    public void A_users_choice_about_wbinvd_wins(
        GuestWbinvdPolicy policy,
        bool sc,
        bool exiting,
        WbinvdMode mode,
        bool flushOnMove
    )
    {
        var machine = Intel("6.8", h => h with { WbinvdExiting = exiting })
            .Vtd("unit", sc)
            .Device("gpu", "unit")
            .Domain("space", DomainApi.VfioType1, "gpu")
            .Guest(
                new Guest
                {
                    Name = "win",
                    Host = "host",
                    Wbinvd = policy,
                    Assign = [new Assignment("gpu", "space")],
                }
            )
            .Program("flip", "win", "gpu");
        var path = ProgramPaths.Of(machine.Topology, machine.Run().End, machine.Topology.Programs[0]);

        Assert.Equal((mode, flushOnMove), (path.Cpu.Wbinvd, path.Cpu.FlushOnMove));
    }

    private static ProgramPath Recycling(Machine machine, DomainApi api)
    {
        var given = machine
            .Device("gpu", "unit")
            .Domain("space", api, "gpu")
            .Guest("win", "space", "gpu")
            .Program("scan", "win", "gpu");
        var program = given.Topology.Programs[0] with
        {
            Steps =
            [
                new Step(StepKind.Recycle, CpuSelector.None, "b"),
                new Step(StepKind.DmaRead, CpuSelector.None, "b", "gpu", NoSnoop: true),
            ],
        };
        return ProgramPaths.Of(given.Topology, given.Run().End, program);
    }
}
