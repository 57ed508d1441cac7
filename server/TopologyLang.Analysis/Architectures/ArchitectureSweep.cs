using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Architectures;

/// <summary>
/// Does what runs here run elsewhere? The file is analysed once for each architecture, with all its hosts changed over
/// to it. A program that depends on something that the architecture does not have gets no verdict: which part of
/// another machine would stand for it, nobody can tell.
/// </summary>
public static class ArchitectureSweep
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ArchitectureComparison Of(
        FileAnalysis written,
        ImmutableArray<Architecture> architectures,
        CancellationToken cancellation
    )
    {
        var analyzer = new Analyzer(written.Simulator);
        var columns = architectures.Select(one => Column(analyzer, written, one, cancellation)).ToList();
        var rows = columns
            .SelectMany(column => column.Answers.Keys)
            .Distinct()
            .Select(key => new ArchitectureRow(
                key.Program,
                key.Scenario,
                key.Run,
                [
                    .. columns.Select(column =>
                        column.Answers.GetValueOrDefault(key)
                        ?? new ArchitectureAnswer(ArchitectureAnswer.NoRun, null, null, null)
                    ),
                ]
            ));
        return new ArchitectureComparison(written, [.. columns.Select(column => column.Head)], [.. rows]);
    }

    private readonly record struct RunKey(string Program, string? Scenario, int Run);

    private sealed record Answered(ArchitectureColumn Head, OrderedDictionary<RunKey, ArchitectureAnswer> Answers);

    private static Answered Column(
        Analyzer analyzer,
        FileAnalysis written,
        Architecture architecture,
        CancellationToken cancellation
    )
    {
        if (written.Binding.Topology.Hosts.All(host => host.Architecture == architecture))
        {
            return new Answered(new ArchitectureColumn(architecture, true, [], []), Answers(written, []));
        }

        var other = new OtherArchitecture(written.Binding, architecture, cancellation);
        var analysis = analyzer.Analyze(other.Bind(), cancellation);
        ImmutableArray<Obstacle> obstacles = [.. Obstacles(written.Binding, analysis.Binding)];
        return new Answered(
            new ArchitectureColumn(
                architecture,
                false,
                obstacles,
                [.. other.Notes, .. OtherDefaults(written.Binding, analysis.Binding)]
            ),
            Answers(analysis, obstacles)
        );
    }

    /// <summary>
    /// What the file leaves out and the other architecture fills in differently. (Of a host that is the CPU itself.)
    /// </summary>
    private static IEnumerable<string> OtherDefaults(Binding written, Binding changed) =>
        from symbol in changed.All
        where symbol.Kind != DeclarationKind.Host && changed.Find(symbol.Kind, symbol.Name) == symbol
        let before = written.Find(symbol.Kind, symbol.Name)
        where before is not null
        from property in changed.PropertiesOf(symbol)
        where property is { Origin: PropertyOrigin.Default, Value: not null }
        let old = written.PropertiesOf(before).FirstOrDefault(one => one.Name == property.Name)
        where old?.Value is not null && old.Value != property.Value
        select $"{symbol} has {property.Name} = {property.Value}, not {old.Value}: {property.Reason}";

    /// <summary>
    /// What the language says of the changed text: parts of other architectures, and mistakes that were none before.
    /// </summary>
    private static IEnumerable<Obstacle> Obstacles(Binding written, Binding changed)
    {
        var before = written.Errors.Select(error => (error.Code, error.Message)).ToHashSet();
        return changed
            .Errors.Where(error =>
                error.Code is BindingCodes.OtherArchitecture or BindingCodes.UnlikelyPairing
                || (error.Severity == BindingSeverity.Error && !before.Contains((error.Code, error.Message)))
            )
            .Select(error => new Obstacle(
                error.Code,
                error.Where,
                LineRange.Of(changed, error.Where).Start.Line + 1,
                error.Message
            ));
    }

    private static OrderedDictionary<RunKey, ArchitectureAnswer> Answers(
        FileAnalysis analysis,
        ImmutableArray<Obstacle> obstacles
    )
    {
        var answers = new OrderedDictionary<RunKey, ArchitectureAnswer>();
        foreach (var timeline in analysis.System.Timelines)
        {
            var grounds = new Grounds(timeline.Topology);
            foreach (var run in timeline.Runs)
            {
                var dependsOn = grounds.Of(run.Program);
                answers[new RunKey(run.Program.Name, timeline.Scenario, run.Run.Run)] = obstacles.FirstOrDefault(one =>
                    IsIn(analysis.Binding, one, dependsOn)
                )
                    is { } obstacle
                    ? new ArchitectureAnswer(ArchitectureAnswer.NotChangedOver, null, obstacle.Message, obstacle.Line)
                    : Answer(analysis, run);
            }
        }

        foreach (var left in analysis.Binding.LeftOutPrograms)
        {
            answers.TryAdd(
                new RunKey(left.Symbol.Name, null, 0),
                new ArchitectureAnswer(
                    Words.Of(VerdictKind.Error),
                    null,
                    LeftOutText.Of(analysis.Binding, left),
                    LineRange.Of(analysis.Binding, left.Symbol.NameSpan).Start.Line + 1
                )
            );
        }

        return answers;
    }

    private static bool IsIn(
        Binding binding,
        Obstacle obstacle,
        Func<(DeclarationKind Kind, string Name), bool> dependsOn
    ) =>
        binding.All.FirstOrDefault(symbol =>
            symbol.Path == obstacle.Where.Path
            && symbol.Declaration.Start <= obstacle.Where.Span.Start
            && obstacle.Where.Span.Start < symbol.Declaration.End
        )
            is not { } symbol
        || dependsOn((symbol.Kind, symbol.Name));

    private static ArchitectureAnswer Answer(FileAnalysis analysis, SimulatedRun run)
    {
        var word = Words.Of(run.Verdict);
        if (!run.Verdict.IsFault)
        {
            return new ArchitectureAnswer(word, run, run.Verdict.Why?.Text, null);
        }

        // Runs that go wrong in the same way at the same place are one finding.
        var finding = analysis.Findings.First(one =>
            one.Code == FindingCode.Stale && one.Faults.Any(fault => ReferenceEquals(fault.Run, run))
        );
        return new ArchitectureAnswer(
            word,
            run,
            finding.Message,
            LineRange.Of(analysis.Binding, finding.Where).Start.Line + 1
        );
    }
}
