using System.Collections.Immutable;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>What about an answer is compared between versions.</summary>
public enum KernelAnswerKind
{
    Operation,
    Box,
    Enforced,
    Wbinvd,
    GuestPat,
    Verdict,
}

/// <summary>One answer about a file that may differ between versions.</summary>
/// <param name="Scenario">Null for what the declarations imply.</param>
/// <param name="Subject">What it is about: <c>attach igpu to space</c>, a name, or <c>flip run 1</c>.</param>
/// <param name="Value">As the other results say it: <c>ok</c>, an errno, <c>enforced</c>, a box, <c>emulated</c>, a
/// verdict.</param>
public sealed record KernelAnswer(
    KernelAnswerKind Kind,
    string? Scenario,
    string Subject,
    string Value,
    ImmutableArray<Reason> Chain
);

/// <summary>
/// An answer that is another one from a version on: than in the release before, or in the update before of the same
/// release.
/// </summary>
/// <param name="Version">The first of the compared versions with the new answer.</param>
/// <param name="Before">Null where nothing of the kind was there before.</param>
/// <param name="After">Null where nothing of the kind is there any more.</param>
/// <param name="Why">The reason that came with the version; null where the chains do not differ.</param>
public sealed record KernelChange(
    KernelVersion Version,
    KernelAnswerKind Kind,
    string? Scenario,
    string Subject,
    string? Before,
    string? After,
    Reason? Why
)
{
    /// <summary>
    /// The fixes that came with the version, where it is an update of a release, or that the reason names.
    /// </summary>
    public ImmutableArray<Fix> Fixes { get; init; } = [];
}

/// <summary>One answer under every compared version.</summary>
/// <param name="Values">In the order of the versions; null where there is nothing of the kind.</param>
public sealed record KernelAnswerRow(
    KernelAnswerKind Kind,
    string? Scenario,
    string Subject,
    ImmutableArray<string?> Values
);

/// <summary>
/// A file under every version that makes a difference to the simulation, its hosts all under the same one.
/// </summary>
/// <param name="Versions">Those compared, in ascending order.</param>
/// <param name="Changes">In the order of versions; empty where every version gives the same answers.</param>
/// <param name="Answers">Everything that was compared.</param>
public sealed record KernelComparison(
    ImmutableArray<KernelVersion> Versions,
    ImmutableArray<KernelChange> Changes,
    ImmutableArray<KernelAnswerRow> Answers
)
{
    public ImmutableArray<KernelBranch> Branches => KernelBranch.Of(Versions);

    /// <summary>No answer is known under any version, so that nothing was compared.</summary>
    public bool NothingIsKnown =>
        !Answers.IsEmpty
        && Answers.SelectMany(answer => answer.Values).All(value => value is null || NotKnown.Contains(value));

    private static readonly ImmutableArray<string> NotKnown =
    [
        StateWords.Unknown,
        OperationOutcome.Unknown,
        WordTable.Of(VerdictKind.Undecided),
    ];
}
