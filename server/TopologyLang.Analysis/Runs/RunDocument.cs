using System.Collections.Immutable;

namespace TopologyLang.Analysis.Runs;

/// <summary>The machine-readable form of explained runs, the same for the command line and the editor.</summary>
/// <param name="Version">Of the form; keys are only added within one version.</param>
public sealed record RunDocument(int Version, string File, ImmutableArray<ExplainedRun> Runs)
{
    private const int ThisVersion = 1;

    public static RunDocument Of(string file, IEnumerable<ExplainedRun> runs) => new(ThisVersion, file, [.. runs]);
}
