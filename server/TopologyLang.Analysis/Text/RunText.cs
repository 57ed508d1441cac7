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
                    + $"{Model(run.Verdict)} were explored."
            ),
            VerdictKind.Stale or VerdictKind.Overwritten => StaleStory.Story(run) + If(run.Verdict) + ".",
            VerdictKind.Undecided => $"Undecided: {run.Verdict.Why?.Text}",
            _ => $"Cannot run: {run.Verdict.Why?.Text}",
        };

    /// <summary>What the file leaves open and the verdict needs.</summary>
    private static string If(Verdict verdict) => verdict.Condition is { } condition ? $", if {condition}" : "";

    /// <summary>Every coherent verdict names what it was shown under.</summary>
    public static string Model(Verdict verdict) =>
        verdict.Profile == CoherenceProfile.Core
            ? "of the default model"
            : $"under the profile `{verdict.Profile.Name}`";
}
