using System.Collections.Immutable;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Runs;

/// <summary>Every run of a file, explained.</summary>
public static class ExplainedRuns
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<ExplainedRun> Of(FileAnalysis analysis, CancellationToken cancellation = default) =>
        [
            .. analysis.System.Timelines.SelectMany(timeline =>
                timeline.Runs.Select(run =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return Of(analysis, timeline.Scenario, run);
                })
            ),
        ];

    public static ExplainedRun Of(FileAnalysis analysis, string? scenario, SimulatedRun run)
    {
        var verdict = run.Verdict;
        var explored = verdict.States == 0 ? null : Explorations.Of(run);
        var story = verdict.Run.IsEmpty ? null : new RunStory(analysis, run);
        FileSpan? place = run.Program.BuiltIn ? null : new Places(analysis.Binding).Of(run.Program);
        return new ExplainedRun(
            run.Program.Name,
            scenario,
            run.Run.Run,
            Words.Of(verdict.Kind),
            verdict.Hazard is { } hazard ? Words.Of(hazard) : null,
            explored?.Profile,
            story?.Buffer,
            verdict.States,
            story?.Start,
            story?.Steps ?? [],
            explored,
            Conclusions.Of(run, story, explored)
        )
        {
            File = place?.Path,
            Line = place is null ? null : LineRange.Of(analysis.Binding, place.Value).Start.Line + 1,
        };
    }
}
