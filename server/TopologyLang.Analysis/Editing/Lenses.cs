using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Analysis.Editing;

/// <summary>A line above a declaration that says what came of it.</summary>
/// <param name="Span">The declaration's name.</param>
public sealed record Lens(DeclarationKind Kind, string Name, TextSpan Span)
{
    /// <summary>It can be run, and its runs can be looked at.</summary>
    public bool Runs => Kind is DeclarationKind.Program or DeclarationKind.Scenario;
}

/// <summary>Where lenses stand depends on the text alone; what they say on the simulation.</summary>
public static class Lenses
{
    public const string NotRun = "not run";

    /// <summary>At the first declaration of a name only: the others do not count.</summary>
    public static ImmutableArray<Lens> Of(SyntaxTree tree) => [.. All(tree).DistinctBy(lens => (lens.Kind, lens.Name))];

    private static IEnumerable<Lens> All(SyntaxTree tree) =>
        from declaration in tree.Declarations
        let kind = DeclarationKinds.Of(declaration.Syntax.IntendedKeyword)
        where
            kind
                is DeclarationKind.Program
                    or DeclarationKind.Scenario
                    or DeclarationKind.Device
                    or DeclarationKind.Domain
        where declaration.Syntax.Name is not null
        let name = declaration.Syntax.Name!.Value
        select new Lens(kind.Value, name.Text, name.Span.Shift(declaration.Start));

    /// <summary>A few words; where there are several timelines, what they come to one after the other.</summary>
    public static string Text(FileAnalysis analysis, DeclarationKind kind, string name)
    {
        var words = kind switch
        {
            DeclarationKind.Program => Verdicts(analysis.System.RunsOf(name).Select(pair => pair.Run)),
            DeclarationKind.Scenario => Verdicts(
                analysis
                    .System.Timelines.Where(timeline => timeline.Scenario == name)
                    .SelectMany(timeline => timeline.Runs.Where(run => !run.Program.BuiltIn))
            ),
            DeclarationKind.Device => Box(analysis, name),
            _ => Enforced(analysis, name),
        };
        return words.Length == 0 ? NotRun : words;
    }

    private static string Verdicts(IEnumerable<SimulatedRun> runs)
    {
        var all = runs.ToList();
        return all.Count == 1
            ? Verdict(all[0])
            : string.Join(
                ", ",
                all.GroupBy(Verdict, StringComparer.Ordinal).Select(same => $"{same.Count()} × {same.Key}")
            );
    }

    private static string Verdict(SimulatedRun run) =>
        run switch
        {
            { DependsOnError: true } => "depends on an error",
            { Verdict.IsFault: true } => $"{Words.Of(run.Verdict)} in {Words.Steps(run.Verdict)}",
            _ => Words.Of(run.Verdict),
        };

    private static string Box(FileAnalysis analysis, string name) =>
        Distinct(
            analysis.System.Timelines.Where(timeline => timeline.End.Index.HasDevice(name)),
            timeline =>
                timeline.BoxOf(name) is var answer && answer.Box is { } box ? $"box {box}" : StateWords.Box(answer)
        );

    private static string Enforced(FileAnalysis analysis, string name) =>
        Distinct(
            analysis.System.Timelines.Where(timeline => timeline.End.Index.HasDomain(name)),
            timeline => StateWords.Enforced(timeline.DomainOf(name))
        );

    private static string Distinct(IEnumerable<SimulatedTimeline> timelines, Func<SimulatedTimeline, string> words) =>
        string.Join(", ", timelines.Select(words).Distinct());
}
