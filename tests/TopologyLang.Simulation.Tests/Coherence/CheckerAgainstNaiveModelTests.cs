using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>The checker and a second, plain implementation of the model must agree on random programs.</summary>
public sealed class CheckerAgainstNaiveModelTests
{
    private const int ProgramsPerSeed = 2_500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Verdict_and_length_agree_and_the_run_is_one_of_the_plain_model(int seed)
    {
        var paths = new RandomPaths(seed);
        var stale = 0;
        for (var i = 0; i < ProgramsPerSeed; i++)
        {
            var path = paths.Next();
            var (shortest, ends) = NaiveModel.Search(path);
            var verdict = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
            var name = $"seed {seed}, program {i}:\n{ProgramText.Of(path)}\n";
            var kind = shortest is null ? VerdictKind.Coherent : VerdictKind.Stale;
            Assert.True(ends, $"{name}no interleaving passes every wait");
            Assert.True(
                (kind, shortest ?? 0) == (verdict.Kind, verdict.Run.Length),
                $"{name}plain model: {kind}, {shortest ?? 0} steps; checker: {verdict.Kind}, {verdict.Run.Length} steps");
            if (shortest is not null)
            {
                stale++;
                Assert.True(
                    NaiveModel.Admits(path, verdict.Run, verdict.Assumed),
                    $"{name}the run is none of the plain model:\n{string.Join('\n', verdict.Run)}");
            }
        }

        // Neither answer may be so rare that the comparison says little.
        Assert.InRange(stale, ProgramsPerSeed / 6, ProgramsPerSeed * 4 / 5);
    }
}
