using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Runs;

internal static class Explorations
{
    public static Exploration Of(SimulatedRun run) =>
        new(
            run.Verdict.States,
            Math.Max(1, run.Path.PhysicalCpus),
            run.Verdict.Profile.Name,
            [.. Simplifications(run)]
        );

    /// <summary>What the program touches comes first, each with what the model takes instead.</summary>
    private static IEnumerable<string> Simplifications(SimulatedRun run)
    {
        var touched = ModelLimits.TouchedBy(run.Path);
        var others = ModelLimits
            .All.Where(limit => limit.IsLeftOutOf(run.Verdict.Profile) && !touched.Contains(limit))
            .Select(limit => limit.Phrase);
        return
        [
            .. touched.Select(limit =>
                Plain($"Left out, though {run.Program.Name} touches it: {limit.Phrase}. {limit.Text}.")
            ),
            $"Left out, and not touched: {string.Join(", ", others)}.",
        ];
    }

    private static string Plain(string markdown) => markdown.Replace("`", "", StringComparison.Ordinal);
}
