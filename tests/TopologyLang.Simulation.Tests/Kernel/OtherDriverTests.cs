using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>
/// A driver that the file describes: everything follows from its word, and what it does not say is unknown.
/// </summary>
public class OtherDriverTests
{
    private static Machine Described(
        bool? coherency = true,
        DriverEnforces? enforces = DriverEnforces.PerUnit,
        bool? blocks = true,
        string kernel = "6.12",
        bool ats = false
    ) =>
        Intel(kernel)
            .Smmu(
                "unit",
                IommuModel.Other,
                u => u with { CacheCoherency = coherency, Enforces = enforces, Blocks = blocks }
            )
            .Device("nic", "unit", with: d => d with { Ats = ats, NoSnoop = NoSnoop.Used })
            .Domain("space", DomainApi.Iommufd, "nic");

    private static BoxAnswer Box(Machine machine) => CoherenceBoxes.Of(machine.Topology, machine.Run().End, "nic");

    /// <param name="box">1: possible and blocked; 3: possible and not blocked.</param>
    [Theory]
    [InlineData(DriverEnforces.PerUnit, true, true, 1)]
    [InlineData(DriverEnforces.PerUnit, false, false, 3)]
    [InlineData(DriverEnforces.Never, true, false, 3)]
    [InlineData(DriverEnforces.Always, true, true, 1)]
    [InlineData(DriverEnforces.Always, false, true, 3)]
    public void What_it_enforces_and_what_it_blocks_are_two_things(
        DriverEnforces enforces,
        bool blocks,
        bool enforced,
        int box
    )
    {
        var machine = Described(enforces: enforces, blocks: blocks);

        Assert.Equal(enforced, machine.Run().End.DomainOf("space").Enforced);
        Assert.Equal(box, Box(machine).Box);
    }

    [Fact]
    public void A_driver_that_says_yes_and_blocks_nothing_is_believed_by_KVM()
    {
        var machine = Described(enforces: DriverEnforces.Always, blocks: false)
            .Guest("win", "space", "nic")
            .Scenario(Attach("nic", "space"), KvmAdd("nic", "win"));

        Assert.NotEmpty(BeliefChecks.Beliefs(machine.Topology, machine.Run().End));
    }

    [Theory]
    [InlineData("5.18", "ENOENT")]
    [InlineData("6.12", "EINVAL")]
    public void Without_IOMMU_CACHE_VFIO_takes_no_device(string kernel, string result) =>
        Assert.Equal([result], Described(coherency: false, kernel: kernel).Results());

    [Fact]
    public void What_the_file_does_not_say_is_unknown()
    {
        Assert.Equal([OperationOutcome.Unknown], Described(coherency: null).Results());
        Assert.Equal([OperationOutcome.Unknown], Described(enforces: null).Results());
        Assert.Equal([OperationOutcome.Unknown], Described(blocks: null).Results());
        Assert.Equal([OperationOutcome.Unknown], Described(ats: true).Results());
        Assert.Contains(
            "does not say its blocks",
            Described(blocks: null).Run().Operations[0].Chain[^1].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_reasons_name_the_files_own_word() =>
        Assert.Contains(
            Described().Run().Operations[0].Chain,
            reason => reason.Source?.StartsWith("the file's own word", StringComparison.Ordinal) == true
        );
}
