using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// A kind of step that the compiler of programs does not name does nothing to any cache, and nothing else would tell.
/// </summary>
public class StepKindTests
{
    [Fact]
    public void Every_kind_is_in_the_programs_that_are_compared_with_the_naive_model()
    {
        var paths = new RandomPaths(1);
        var ordered = new OrderPaths(Architecture.Arm64, 1);
        var compared = Enumerable
            .Range(0, 2_000)
            .SelectMany(i => (i % 20 == 0 ? ordered.Next() : paths.Next()).Program.Steps)
            .Select(step => step.Kind)
            .ToHashSet();

        Assert.Equal([], Enum.GetValues<StepKind>().Except(compared));
    }

    [Fact]
    public void Every_kind_has_a_word_of_its_own()
    {
        var kinds = Enum.GetValues<StepKind>();

        Assert.Equal(kinds.Length, kinds.Select(StepNames.Of).Distinct(StringComparer.Ordinal).Count());
    }
}
