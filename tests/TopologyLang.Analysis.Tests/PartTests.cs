using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Hosts do not touch each other: each is simulated by itself, and what did not change is remembered.
/// </summary>
public class PartTests
{
    private static readonly string TwoHosts =
        Checked.Machine
        + """
            program p in vm using igpu {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b no_snoop
            }
            """
        + "\n"
        + Checked
            .Machine.Replace("desk", "rack", StringComparison.Ordinal)
            .Replace("gfx", "unit", StringComparison.Ordinal)
            .Replace("igpu", "card", StringComparison.Ordinal)
            .Replace("space", "area", StringComparison.Ordinal)
            .Replace("vm", "tenant", StringComparison.Ordinal);

    [Fact]
    public void An_edit_at_one_host_leaves_the_answers_about_the_other_as_they_are()
    {
        var simulator = new Simulator(SearchLimits.Default);
        var before = simulator.Simulate(Topology(TwoHosts), CancellationToken.None);

        var after = simulator.Simulate(
            Topology(TwoHosts.Replace("cpu 0 write b", "cpu 0 read b", StringComparison.Ordinal)),
            CancellationToken.None
        );

        Assert.NotSame(before.Timelines[0], after.Timelines[0]);
        Assert.Same(before.Timelines[1], after.Timelines[1]);
        Assert.Equal(
            ["stale device_reads_stale", "coherent"],
            new[] { before, after }.Select(system => Words.Of(system.RunsOf("p").Single().Run.Verdict))
        );
    }

    [Theory]
    [InlineData("kernel = 6.8", "kernel = 6.9")]
    [InlineData("snoop_control = no", "snoop_control = yes")]
    [InlineData("no_snoop = used", "no_snoop = enabled")]
    [InlineData("attach = [igpu]", "attach = []")]
    [InlineData("[igpu via space]", "[]")]
    [InlineData("4KiB wb", "4KiB uc")]
    [InlineData("4KiB wb", "8KiB wb")]
    [InlineData("cpu 0 write b", "cpu 0 fence")]
    public void Whatever_is_declared_otherwise_is_another_value(string text, string instead)
    {
        var one = Topology(TwoHosts);
        var other = Topology(TwoHosts.Replace(text, instead, StringComparison.Ordinal));

        Assert.False(TopologyComparer.Instance.Equals(one, other));
        Assert.True(TopologyComparer.Instance.Equals(one, Topology(TwoHosts)));
        Assert.Equal(
            TopologyComparer.Instance.GetHashCode(one),
            TopologyComparer.Instance.GetHashCode(Topology(TwoHosts))
        );
    }

    [Fact]
    public void The_parts_are_the_whole()
    {
        var whole = Topology(TwoHosts);

        var parts = TopologyParts.Of(whole);

        Assert.Equal(["desk", "rack"], parts.Select(part => Assert.Single(part.Hosts).Name));
        Assert.Equal(whole.Devices, parts.SelectMany(part => part.Devices));
        Assert.Equal(whole.Programs, parts.SelectMany(part => part.Programs));
    }

    [Fact]
    public void A_file_with_a_scenario_is_one_part()
    {
        var text = TwoHosts + "\nscenario s { attach igpu to space }\n";

        Assert.Single(TopologyParts.Of(Topology(text)));
    }

    private static SystemTopology Topology(string text) => Checked.Text(text).Binding.Topology;
}
