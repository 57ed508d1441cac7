using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class Type1Tests
{
    private const string Ok = OperationOutcome.Ok;

    /// <summary>e: a device behind a unit with snoop control; n: one without.</summary>
    private static Machine TwoUnits(string kernel) =>
        Intel(kernel)
            .Vtd("with_sc", true)
            .Vtd("without_sc", false)
            .Device("e1", "with_sc")
            .Device("e2", "with_sc")
            .Device("n1", "without_sc")
            .Device("n2", "without_sc")
            .Domain("space", DomainApi.VfioType1);

    [Theory]
    [InlineData("e1", 1, true)]
    [InlineData("n1", 1, false)]
    [InlineData("e1 e2", 1, true)]
    [InlineData("e1 n1", 2, false)]
    [InlineData("n1 e1", 2, false)]
    [InlineData("n1 e1 e2", 2, false)]
    [InlineData("n1 e1 n2", 2, false)]
    public void Hot_plug_keeps_tables_that_are_enforced_apart_from_those_that_are_not(
        string devices,
        int tables,
        bool enforced
    )
    {
        foreach (var kernel in (string[])["5.19", "6.2", "6.8", "6.13", "6.17", "6.19", "7.2"])
        {
            var result = TwoUnits(kernel).Scenario([.. devices.Split(' ').Select(d => Attach(d, "space"))]).Run();

            Assert.All(result.Operations, o => Assert.Equal(Ok, o.Result));
            Assert.Equal(new DomainState("space", true, enforced, tables, null), result.End.DomainOf("space"));
        }
    }

    [Fact]
    public void Removing_the_last_group_without_enforcement_makes_the_container_coherent_again()
    {
        var result = TwoUnits("6.8")
            .Scenario(Attach("e1", "space"), Attach("n1", "space"), Detach("n1", "space"))
            .Run();

        Assert.Equal(new DomainState("space", true, true, 1, null), result.End.DomainOf("space"));
    }

    [Fact]
    public void Nothing_is_known_of_a_domain_while_nothing_is_attached()
    {
        var result = TwoUnits("6.8").Scenario(Attach("e1", "space"), Detach("e1", "space")).Run();

        Assert.Equal(new DomainState("space", null, null, 0, null), result.End.DomainOf("space"));
        Assert.Null(result.End.DeviceOf("e1").Domain);
    }

    /// <summary>Up to 5.18 the answer is one for the host: snoop control or scalable mode in every unit.</summary>
    [Theory]
    [InlineData("5.15", true, false, false)]
    [InlineData("5.17", true, false, false)]
    [InlineData("5.18", true, true, true)]
    [InlineData("5.19", true, false, true)]
    [InlineData("7.2", true, false, true)]
    public void A_unit_without_snoop_control_spoils_it_for_the_whole_host_before_5_19(
        string kernel,
        bool sc,
        bool otherSc,
        bool enforced
    )
    {
        var result = Intel(kernel)
            .Vtd("unit", sc)
            .Vtd("other", otherSc)
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1, "nic")
            .Run();

        Assert.Equal(Ok, result.Operations[0].Result);
        Assert.Equal(enforced, result.End.DomainOf("space").Enforced);
        Assert.Equal(kernel[0] == '5' && kernel != "5.19" ? enforced : true, result.End.DomainOf("space").IommuCache);
    }

    [Fact]
    public void Before_5_19_a_container_is_one_table_for_all_devices()
    {
        var result = TwoUnits("5.17").Scenario(Attach("e1", "space"), Attach("n1", "space")).Run();

        Assert.Equal(new DomainState("space", false, false, 1, null), result.End.DomainOf("space"));
    }

    /// <summary>A scalable unit with both stages, and one with the second stage only.</summary>
    [Theory]
    [InlineData("6.12", 1)]
    [InlineData("6.13", 2)]
    [InlineData("6.17", 2)]
    [InlineData("7.2", 2)]
    public void First_stage_and_second_stage_tables_are_not_joined(string kernel, int tables)
    {
        var result = Intel(kernel)
            .Vtd("both", true, u => u with { ScalableMode = true, FirstStage = true })
            .Vtd("second", true, u => u with { ScalableMode = true })
            .Device("a", "both")
            .Device("b", "second")
            .Domain("space", DomainApi.VfioType1, "a", "b")
            .Run();

        Assert.Equal(tables, result.End.DomainOf("space").HardwareDomains);
        Assert.True(result.End.DomainOf("space").Enforced);
    }

    [Theory]
    [InlineData("6.12", 1)]
    [InlineData("6.13", 2)]
    [InlineData("6.18", 2)]
    [InlineData("7.2", 2)]
    public void A_table_for_coherent_walks_is_not_shared_with_a_unit_that_has_none(string kernel, int tables)
    {
        var result = Intel(kernel)
            .Vtd("snooping", true)
            .Vtd("other", true, u => u with { CoherentWalk = false })
            .Device("a", "snooping")
            .Device("b", "other")
            .Domain("space", DomainApi.VfioType1, "a", "b")
            .Run();

        Assert.Equal(tables, result.End.DomainOf("space").HardwareDomains);
    }

    [Theory]
    [InlineData("6.18", 2)]
    [InlineData("6.19", 1)]
    public void A_table_for_walks_without_coherency_is_accepted_anywhere_since_6_19(string kernel, int tables)
    {
        var result = Intel(kernel)
            .Vtd("other", true, u => u with { CoherentWalk = false })
            .Vtd("snooping", true)
            .Device("a", "other")
            .Device("b", "snooping")
            .Domain("space", DomainApi.VfioType1, "a", "b")
            .Run();

        Assert.Equal(tables, result.End.DomainOf("space").HardwareDomains);
    }

    [Fact]
    public void Devices_of_a_group_are_attached_together()
    {
        var result = Intel("6.8")
            .Vtd("unit", true)
            .Device("gpu", "unit", with: d => d with { Group = "1" })
            .Device("audio", "unit", with: d => d with { Group = "1" })
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "gpu", "audio")
            .Scenario(Attach("gpu", "space"))
            .Run();

        Assert.Equal("space", result.End.DeviceOf("audio").Domain);
        Assert.True(result.End.Holds("win", "gpu"));
        Assert.False(result.End.Holds("win", "audio"));
    }

    [Fact]
    public void A_second_device_of_a_group_only_has_to_be_opened()
    {
        var result = Intel("6.8")
            .Vtd("unit", true)
            .Device("gpu", "unit", with: d => d with { Group = "1" })
            .Device("audio", "unit", with: d => d with { Group = "1" })
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "gpu", "audio")
            .Run();

        Assert.Equal([Ok, Ok, Ok, Ok], result.Operations.Select(o => o.Result));
        Assert.True(result.End.Holds("win", "audio"));
        Assert.Equal(1, result.End.DomainOf("space").HardwareDomains);
        Assert.Single(result.End.GuestOf("win").Files);
    }

    [Fact]
    public void A_group_stays_attached_while_one_of_its_devices_is_used()
    {
        var result = Intel("6.8")
            .Vtd("unit", true)
            .Device("gpu", "unit", with: d => d with { Group = "1" })
            .Device("audio", "unit", with: d => d with { Group = "1" })
            .Domain("space", DomainApi.VfioType1)
            .Scenario(Attach("gpu", "space"), Attach("audio", "space"), Detach("gpu", "space"))
            .Run();

        Assert.Equal("space", result.End.DeviceOf("gpu").Domain);
        Assert.False(result.End.DeviceOf("gpu").RegisteredWithVfio);
        Assert.True(result.End.DomainOf("space").Enforced);
    }

    [Fact]
    public void An_attach_takes_the_device_out_of_the_domain_it_was_in()
    {
        var result = Intel("6.8")
            .Vtd("unit", true)
            .Device("nic", "unit")
            .Domain("one", DomainApi.VfioType1)
            .Domain("two", DomainApi.VfioType1)
            .Scenario(Attach("nic", "one"), Attach("nic", "two"))
            .Run();

        Assert.Equal("two", result.End.DeviceOf("nic").Domain);
        Assert.Null(result.End.DomainOf("one").Enforced);
        Assert.True(result.End.DomainOf("two").Enforced);
    }
}
