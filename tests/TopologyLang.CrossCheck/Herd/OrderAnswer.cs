using TopologyLang.Simulation.Coherence;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>What a program comes to.</summary>
internal enum OrderAnswer
{
    Coherent,

    /// <summary>Some read may return an older value than it is meant to.</summary>
    Stale,

    /// <summary>None does, but one may return a newer value.</summary>
    Overwritten,

    /// <summary>A wait passes in no execution.</summary>
    NeverEnds,

    /// <summary>The checker does not say, and never does where it would have to say coherent.</summary>
    Undecided,
}

internal static class OrderAnswers
{
    public static OrderAnswer Of(LitmusTest test, IReadOnlyCollection<Outcome> outcomes)
    {
        var wrong = outcomes.SelectMany(outcome => test.Compared(outcome)).ToList();
        return outcomes.Count == 0 ? OrderAnswer.NeverEnds
            : wrong.Exists(one => one.Value < one.Wanted) ? OrderAnswer.Stale
            : wrong.Exists(one => one.Value > one.Wanted) ? OrderAnswer.Overwritten
            : OrderAnswer.Coherent;
    }

    public static OrderAnswer Of(Verdict verdict) =>
        verdict switch
        {
            { Kind: VerdictKind.Coherent } => OrderAnswer.Coherent,
            { Kind: VerdictKind.Stale } => OrderAnswer.Stale,
            { Kind: VerdictKind.Overwritten } => OrderAnswer.Overwritten,
            { Kind: VerdictKind.Error, NeverPasses: not null } => OrderAnswer.NeverEnds,
            { Kind: VerdictKind.Undecided } => OrderAnswer.Undecided,
            _ => throw new InvalidOperationException($"the checker does not run it: {verdict.Why?.Text}"),
        };
}
