using System.Globalization;

namespace TopologyLang.Analysis.Runs;

/// <summary>The lines above and below a run, the same in every picture of it.</summary>
internal static class RunHeads
{
    public static string Title(ExplainedRun run)
    {
        var where = run.Scenario is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", scenario {run.Scenario}, run {run.Run}");
        var verdict = run.Hazard is null ? run.Verdict : $"{run.Verdict} {run.Hazard}";
        return $"{run.Program}{where}: {verdict}";
    }

    /// <summary>What is shown: a shortest run of so many steps, followed for one buffer.</summary>
    public static string Subtitle(ExplainedRun run) =>
        run.Steps.IsEmpty
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"shortest run: {run.Steps.Length} {(run.Steps.Length == 1 ? "step" : "steps")}, of buffer "
                    + $"{run.Buffer}, in the {run.Profile} model"
            );
}
