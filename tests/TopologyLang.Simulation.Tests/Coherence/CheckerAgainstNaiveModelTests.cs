using System.Globalization;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>The checker and a second, plain implementation of the model must agree on random programs.</summary>
public sealed class CheckerAgainstNaiveModelTests
{
    private const int ProgramsPerSeed = 2_500;
    private const int ProgramsOfARareKind = 1_500;
    private const int ProgramsOfAnOrder = 100;

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

    /// <summary>
    /// Architectures whose CPUs keep different things in order. (20,000 of each were compared by hand.)
    /// </summary>
    [Theory]
    [InlineData(Architecture.X86_64)]
    [InlineData(Architecture.Arm64)]
    [InlineData(Architecture.Arm)]
    [InlineData(Architecture.Riscv64)]
    [InlineData(Architecture.Loongarch64)]
    [InlineData(Architecture.S390x)]
    [InlineData(Architecture.Ppc64)]
    public void They_agree_on_programs_whose_steps_may_change_places(Architecture architecture)
    {
        var seed = Number("TOPO_ORDER_SEED", 1);
        var paths = new OrderPaths(architecture, seed);
        var programs = Number("TOPO_ORDER_PROGRAMS", ProgramsOfAnOrder);
        var stale = Compare(paths.Next, programs, $"{architecture}, seed {seed}");
        Assert.InRange(stale, programs / 8, programs * 4 / 5);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    private static void Agree(RandomPaths paths, int programs, string sample) =>
        // Neither answer may be so rare that the comparison says little.
        Assert.InRange(Compare(paths.Next, programs, sample), programs / 8, programs * 4 / 5);

    /// <returns>How many are stale.</returns>
    private static int Compare(Func<ProgramPath> next, int programs, string sample)
    {
        var stale = 0;
        for (var i = 0; i < programs; i++)
        {
            var path = next();
            var name = $"{sample}, program {i}:\n{ProgramText.Of(path)}\n";
            var verdict = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
            var order = ProgramOrder.Of(path);
            var plain = NaiveModel.Search(path);
            Assert.True(
                Words(plain) == Words(verdict),
                $"{name}plain model: {Words(plain)} ({plain}); checker: {Words(verdict)}, {verdict.Why?.Text}"
            );
            // Steps of which nobody can tell the order are taken in the text's: that may make a run longer, but changes
            // no answer.
            var same = order.IsText ? plain : NaiveModel.Search(path, Reducing(order));
            var length = same.Older ?? same.Newer ?? 0;
            Assert.True(
                Words(same) == Words(plain)
                    && length == verdict.Run.Length
                    && (plain.Older ?? plain.Newer ?? 0) <= length,
                $"{name}plain model: {plain}, with the edges that change nothing {same}; checker: {verdict.Run.Length} "
                    + "steps"
            );
            if (verdict.IsFault)
            {
                stale++;
                Assert.True(
                    NaiveModel.Admits(path, verdict.Run, verdict.Assumed),
                    $"{name}the run is none of the plain model:\n{string.Join('\n', verdict.Run)}"
                );
            }
        }

        return stale;
    }

    private static List<(int, int)> Reducing(ProgramOrder order) =>
        [
            .. order
                .Edges.Where(edge => edge.Reason is OrderReason.ReadsFrom or OrderReason.Indistinguishable)
                .Select(edge => (edge.Before, edge.After)),
        ];

    private static string Words(NaiveAnswer answer) =>
        !answer.Ends ? "stuck"
        : answer.Older is not null ? "stale"
        : answer.Newer is not null ? "overwritten"
        : "coherent";

    private static string Words(Verdict verdict) =>
        verdict switch
        {
            { Kind: VerdictKind.Stale } => "stale",
            { Kind: VerdictKind.Overwritten } => "overwritten",
            { Kind: VerdictKind.Coherent } => "coherent",
            { Kind: VerdictKind.Error, NeverPasses: not null } => "stuck",
            // Of three actors on a machine whose stores do not reach all of them at once.
            { Kind: VerdictKind.Undecided, Why.Text: var why } when why.Contains("actors", StringComparison.Ordinal) =>
                "coherent",
            _ => verdict.Kind.ToString(),
        };
}
