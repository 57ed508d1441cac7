using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>What became of programs that were given to herd7.</summary>
internal sealed class HerdTally
{
    /// <summary>Programs that were compared, by the checker's answer.</summary>
    public Dictionary<OrderAnswer, int> Compared { get; } = [];

    /// <summary>Of these, how many by every outcome of the checker's order, not only by those of herd7.</summary>
    public int Exact { get; set; }

    /// <summary>Of these, how many have three actors or more.</summary>
    public int OfThree { get; set; }

    /// <summary>Programs that were not, by the reason.</summary>
    public Dictionary<string, int> LeftOut { get; } = new(StringComparer.Ordinal);

    public List<string> Differences { get; } = [];
}

/// <summary>
/// Gives programs to herd7 with the official memory models, and compares what it allows with the checker's order of the
/// steps (every value read and the final memory) and with the checker's verdict.
/// </summary>
internal static class HerdComparison
{
    private const int Batch = 50;

    public static HerdTally Of(IEnumerable<OrderSample> samples)
    {
        var tally = new HerdTally();
        foreach (var batch in samples.Chunk(Batch))
        {
            Compare(batch, tally);
        }

        return tally;
    }

    private static void Compare(OrderSample[] batch, HerdTally tally)
    {
        var tests = new List<(OrderSample Sample, LitmusTest Test)>();
        foreach (var sample in batch)
        {
            if (LitmusTest.Of(sample.Path, HerdRun.NameOf(tests.Count), out var whyNot) is { } test)
            {
                tests.Add((sample, test));
            }
            else
            {
                Count(tally.LeftOut, whyNot);
            }
        }

        if (tests.Count == 0)
        {
            return;
        }

        foreach (var ((sample, test), theirs) in tests.Zip(HerdRun.Outcomes([.. tests.Select(one => one.Test)])))
        {
            if (theirs is null)
            {
                Count(tally.LeftOut, "herd7 did not answer in time");
                continue;
            }

            var verdict = Checker.Check(sample.Path, SearchLimits.Default, CancellationToken.None);
            Count(tally.Compared, OrderAnswers.Of(verdict));
            tally.Exact += test.IsExact ? 1 : 0;
            tally.OfThree += test.Actors > 2 ? 1 : 0;
            if (Difference(sample.Path, test, theirs, verdict) is { } difference)
            {
                tally.Differences.Add($"{difference}\n{sample.Text}\n{test.Text}");
            }
        }
    }

    private static string? Difference(ProgramPath path, LitmusTest test, HashSet<Outcome> theirs, Verdict verdict)
    {
        var ours = OrderOutcomes.Of(path);
        var missing = test.IsOneMemory ? theirs.Except(ours).ToList() : [];
        var invented = test.IsExact ? ours.Except(theirs).ToList() : [];
        if (missing.Count + invented.Count > 0)
        {
            return $"only herd7: {Said(missing)}; only the checker's order: {Said(invented)}";
        }

        var (our, their) = (OrderAnswers.Of(verdict), OrderAnswers.Of(test, theirs));
        var agrees =
            our == OrderAnswer.Undecided
            || (
                test.IsOneMemory
                    ? our == (test.IsExact ? their : OrderAnswers.Of(test, ours))
                    : our != OrderAnswer.Coherent || their == OrderAnswer.Coherent
            );
        return agrees ? null : $"herd7: {their}; the checker: {our}, {verdict.Why?.Text}";
    }

    private static string Said(List<Outcome> outcomes) =>
        outcomes.Count == 0 ? "nothing" : string.Join(" or ", outcomes.Take(3));

    private static void Count<T>(Dictionary<T, int> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
