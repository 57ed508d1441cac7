using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Runs;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Testing;

/// <summary>
/// A file as a list of tests: each <c>expect</c>, and each run of a program that the file writes. A program passes when
/// it is coherent or when an expectation foretells its hazard.
/// </summary>
public static class FileTests
{
    private const int Width = 100;

    public static ImmutableArray<FileTest> Of(FileAnalysis analysis) =>
        [.. Expectations(analysis), .. Programs(analysis)];

    private static IEnumerable<FileTest> Expectations(FileAnalysis analysis)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var answer in analysis.Expectations)
        {
            var text = analysis.Binding.ExpectationText(answer.Index);
            var repeated = seen[text] = seen.GetValueOrDefault(text) + 1;
            yield return new FileTest(
                repeated == 1
                    ? $"expect {text}"
                    : string.Create(CultureInfo.InvariantCulture, $"expect {text} #{repeated}"),
                TestKind.Expectation,
                $"expect {text}",
                SourceRange.Of(analysis.Binding, analysis.Binding.ExpectationSpan(answer.Index)),
                answer.Met ? TestOutcome.Passed
                    : answer.NotChecked is null ? TestOutcome.Failed
                    : TestOutcome.Errored,
                answer.Met ? $"met: {answer.Found}" : $"expected {text}, found: {answer.Found}",
                null,
                null,
                0
            );
        }
    }

    private static IEnumerable<FileTest> Programs(FileAnalysis analysis)
    {
        var foretold = new Foretold(analysis.Expectations);
        var places = new Places(analysis.Binding);
        return from timeline in analysis.System.Timelines
            from run in timeline.Runs
            where !run.Program.BuiltIn
            let name = Name(timeline, run)
            select new FileTest(
                $"program {name}",
                TestKind.Program,
                name,
                SourceRange.Of(analysis.Binding, places.Of(run.Program)),
                Outcome(run.Verdict.Kind, foretold.Stale(timeline, run)),
                RunTable.Render([ExplainedRuns.Of(analysis, timeline.Scenario, run)], Width),
                run.Program.Name,
                timeline.Scenario,
                run.Run.Run
            );
    }

    private static string Name(SimulatedTimeline timeline, SimulatedRun run) =>
        timeline.Scenario is { } scenario
            ? string.Create(CultureInfo.InvariantCulture, $"{run.Program.Name}, {scenario} run {run.Run.Run}")
            : run.Program.Name;

    private static TestOutcome Outcome(VerdictKind kind, bool foretold) =>
        kind switch
        {
            VerdictKind.Coherent => TestOutcome.Passed,
            VerdictKind.Stale or VerdictKind.Overwritten => foretold ? TestOutcome.Passed : TestOutcome.Failed,
            VerdictKind.Undecided => TestOutcome.Skipped,
            _ => TestOutcome.Errored,
        };
}
