using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies;

/// <summary>Everything that is wrong with a file, by keys that mean the same in another version of it.</summary>
/// <param name="Keys">Faults: what is stale, refused, undecided, wrongly believed, unmet, misspelt. One that is there
/// several times, as an operation that is refused again and again, has a number from the second on.</param>
/// <param name="CoherentRuns">None of them may get lost.</param>
/// <param name="Outdated">Unmet expectations that only said a fault would be there.</param>
internal sealed record FaultList(
    ImmutableHashSet<string> Keys,
    ImmutableHashSet<string> CoherentRuns,
    ImmutableHashSet<string> Outdated
)
{
    /// <summary>
    /// Of other warnings and errors that a remedy could bring. (What is stale, refused or wrongly believed is compared
    /// by its own key.)
    /// </summary>
    private static readonly ImmutableArray<IRule> Rules =
    [
        new StricterProfiles(),
        new ImpossibleDeclarations(),
        new RefusedGuests(),
        new SharedDomains(),
        new NotKnown(),
    ];

    public static FaultList Of(Facts facts)
    {
        var (binding, system) = (facts.Binding, facts.System);
        var unmet = facts
            .Expectations.Where(answer => !answer.Met)
            .ToLookup(answer => ForetellsFault(answer.Expectation));
        IEnumerable<string> keys =
        [
            .. system.Timelines.SelectMany(KeysOf),
            .. unmet[false].Select(answer => $"expect {binding.ExpectationText(answer.Index)}"),
            .. binding
                .Errors.Where(error => error.Severity != BindingSeverity.Information)
                .Select(error => $"{error.Code} {error.Message}"),
            .. binding.Files.SelectMany(file => file.Tree.Errors).Select(error => $"{error.Code} {error.Message}"),
            .. Rules
                .SelectMany(rule => rule.Find(facts))
                .Where(finding => finding.Severity <= Severity.Warning)
                .Select(finding => $"{finding.Code.Id} {finding.Message}"),
        ];
        return new FaultList(
            [.. Numbered(keys)],
            [
                .. system.Timelines.SelectMany(timeline =>
                    timeline.Runs.Where(IsCoherent).Select(run => Fault.NameOf(timeline, run))
                ),
            ],
            [.. unmet[true].Select(answer => binding.ExpectationText(answer.Index))]
        );
    }

    /// <summary>The wanted faults are gone, their runs are coherent, and nothing else got worse.</summary>
    public bool Mends(FaultList before, IEnumerable<Fault> wanted) =>
        Keys.IsSubsetOf(before.Keys)
        && before.CoherentRuns.IsSubsetOf(CoherentRuns)
        && wanted.All(fault =>
            !Keys.Contains(fault.Key)
            && (fault.Run is null || CoherentRuns.Contains(Fault.NameOf(fault.Timeline, fault.Run)))
        );

    internal static IEnumerable<string> KeysOf(SimulatedTimeline timeline) =>
        timeline
            .Runs.Where(run => !IsCoherent(run))
            .Select(run => Fault.KeyOf(timeline, run))
            .Concat(
                timeline
                    .Kernel.Operations.Where(outcome => !outcome.Done)
                    .Select(outcome => Fault.KeyOf(timeline, outcome))
            )
            .Concat(timeline.Beliefs.Select(belief => Fault.KeyOf(timeline, belief)));

    private static IEnumerable<string> Numbered(IEnumerable<string> keys) =>
        keys.GroupBy(key => key, StringComparer.Ordinal)
            .SelectMany(same => same.Select((key, index) => index == 0 ? key : $"{key} ({index + 1})"));

    private static bool IsCoherent(SimulatedRun run) => run.Verdict.Kind == VerdictKind.Coherent;

    /// <summary>
    /// It says that something is not well, or what wbinvd comes to, which changes with what is mended. An expectation
    /// that something is well must go on being met.
    /// </summary>
    private static bool ForetellsFault(Expectation expectation) =>
        expectation
            is { Stale: true }
                or { Overwritten: true }
                or { Kind: ExpectationKind.Attach, Errno: not null }
                or { Kind: ExpectationKind.Box, Box: 3 or 4 }
                or { Kind: ExpectationKind.Enforced, Enforced: false }
                or { Kind: ExpectationKind.Wbinvd };
}
