using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>What a run came to, in plain words.</summary>
public static class RunText
{
    /// <summary>A sentence on what the run came to; names in backticks.</summary>
    public static string Verdict(SimulatedRun run) =>
        run.Verdict.Kind switch
        {
            VerdictKind.Coherent => string.Create(
                CultureInfo.InvariantCulture,
                $"Coherent in every interleaving{If(run.Verdict)}: all {run.Verdict.States} states "
                    + $"{Model(run)} were explored."
            ),
            VerdictKind.Stale or VerdictKind.Overwritten => StaleStory.Story(run) + If(run.Verdict) + ".",
            VerdictKind.Undecided => $"Undecided: {run.Verdict.Why?.Text}",
            _ => $"Cannot run: {run.Verdict.Why?.Text}",
        };

    /// <summary>What the file leaves open and the verdict needs.</summary>
    private static string If(Verdict verdict) => verdict.Condition is { } condition ? $", if {condition}" : "";

    /// <summary>
    /// Every coherent verdict names what it was shown under, and what of the things left out there its program touches.
    /// </summary>
    public static string Model(SimulatedRun run)
    {
        var model =
            run.Verdict.Profile == CoherenceProfile.Core
                ? "of the default model"
                : $"under the profile `{run.Verdict.Profile.Name}`";
        var touched = ModelLimits.TouchedBy(run.Path);
        return touched.IsEmpty ? model : $"{model}, which leaves out {Listed(touched)}";
    }

    private static string Listed(ImmutableArray<ModelLimit> limits) =>
        limits.Length == 1
            ? limits[0].Phrase
            : $"{string.Join(", ", limits[..^1].Select(limit => limit.Phrase))} and {limits[^1].Phrase}";
}
