using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>The checker and a second, plain implementation of the model must agree on random programs.</summary>
public sealed class CheckerAgainstNaiveModelTests
{
    private const int ProgramsPerSeed = 2_500;
    private const int ProgramsOfARareKind = 1_500;

    [Theory]
    [InlineData(1, PathKind.SharedLine)]
    [InlineData(2, PathKind.CombiningBuffers)]
    public void They_agree_on_programs_of_a_rare_kind(int seed, PathKind kind) =>
        Agree(new RandomPaths(seed, kind), ProgramsOfARareKind, $"{kind}, seed {seed}");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Verdict_and_length_agree_and_the_run_is_one_of_the_plain_model(int seed) =>
        Agree(new RandomPaths(seed), ProgramsPerSeed, $"seed {seed}");

    private static void Agree(RandomPaths paths, int programs, string sample)
    {
        var stale = 0;
        for (var i = 0; i < programs; i++)
        {
            var path = paths.Next();
            var (shortest, ends) = NaiveModel.Search(path);
            var verdict = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
            var name = $"{sample}, program {i}:\n{ProgramText.Of(path)}\n";
            var kind = shortest is null ? VerdictKind.Coherent : VerdictKind.Stale;
            Assert.True(ends, $"{name}no interleaving passes every wait");
            Assert.True(
                (kind, shortest ?? 0) == (verdict.Kind, verdict.Run.Length),
                $"{name}plain model: {kind}, {shortest ?? 0} steps; checker: {verdict.Kind}, {verdict.Run.Length} steps"
            );
            if (shortest is not null)
            {
                stale++;
                Assert.True(
                    NaiveModel.Admits(path, verdict.Run, verdict.Assumed),
                    $"{name}the run is none of the plain model:\n{string.Join('\n', verdict.Run)}"
                );
            }
        }

        // Neither answer may be so rare that the comparison says little.
        Assert.InRange(stale, programs / 8, programs * 4 / 5);
    }
}
