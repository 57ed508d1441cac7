using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;

namespace TopologyLang.Cli.Output;

/// <summary>A file that was analysed, with the remedies that were looked for.</summary>
/// <param name="Remedies">Of the findings that were searched, by reference: two findings of one text are two.</param>
public sealed record CheckedFile(FileAnalysis Analysis, ImmutableDictionary<Finding, ImmutableArray<Remedy>> Remedies)
{
    private readonly Lazy<HashSet<SimulatedRun>> runs = new(() =>
        Remedies
            .Keys.SelectMany(finding => finding.Faults)
            .Select(fault => fault.Run)
            .OfType<SimulatedRun>()
            .ToHashSet<SimulatedRun>(ReferenceEqualityComparer.Instance)
    );

    /// <summary>Remedies of the run were looked for, or there is nothing in it to mend.</summary>
    public bool HasRemediesOf(SimulatedRun run) => !run.Verdict.IsFault || runs.Value.Contains(run);

    /// <summary>Of how many findings none were looked for.</summary>
    public int Unsearched(Func<Finding, bool> shows) =>
        Searchable(Analysis, shows).Count(finding => !Remedies.ContainsKey(finding));

    /// <summary>
    /// Looks for remedies of the first <paramref name="most"/> findings of which the output shows any.
    /// </summary>
    /// <exception cref="OperationCanceledException"/>
    public static CheckedFile Of(
        FileAnalysis analysis,
        Func<Finding, bool> shows,
        int most,
        CancellationToken cancellation
    )
    {
        var searched = analysis
            .Findings.Where(finding => !IsSearched(finding) && shows(finding))
            .Concat(Searchable(analysis, shows).Take(most));
        return new CheckedFile(
            analysis,
            searched.ToImmutableDictionary<Finding, Finding, ImmutableArray<Remedy>>(
                finding => finding,
                finding => analysis.Remedies.For(finding, cancellation),
                ReferenceEqualityComparer.Instance
            )
        );
    }

    /// <summary>The findings of which remedies have to be looked for; those of the others are known.</summary>
    public static IEnumerable<Finding> Searchable(FileAnalysis analysis, Func<Finding, bool> shows) =>
        analysis.Findings.Where(finding => IsSearched(finding) && shows(finding));

    private static bool IsSearched(Finding finding) => !finding.Faults.IsEmpty;
}
