using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Queries.Fixes;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Analysis.Editing;

/// <summary>Writes down as expectations what is true now, so that a later change of the file is noticed.</summary>
public static class ExpectationFixes
{
    /// <summary>
    /// For the declaration at an offset; null where nothing is known of it that is not expected already.
    /// </summary>
    public static Fix? At(FileAnalysis analysis, int offset)
    {
        if (
            analysis.Tree.DeclarationAt(offset) is not { } declaration
            || !declaration.Span.Touches(offset)
            || analysis.Binding.All.FirstOrDefault(symbol =>
                symbol.Path == analysis.Path && symbol.Declaration.Start == declaration.Start
            )
                is not { } symbol
            || analysis.Binding.Find(symbol.Kind, symbol.Name) != symbol
        )
        {
            return null;
        }

        var known = analysis
            .Binding.All.Where(other => other.Kind == DeclarationKind.Expect)
            .Select(other => Plain(other.Declaration.Syntax))
            .ToHashSet(StringComparer.Ordinal);
        var lines = Lines(analysis, symbol).Distinct().Where(line => !known.Contains(line)).ToList();
        return lines.Count == 0
            ? null
            : new Fix(
                lines.Count == 1
                    ? $"Write `{lines[0]}`"
                    : $"Expect what is true of `{symbol.Name}` now ({lines.Count} lines)",
                FixKind.Rewrite,
                [new FileChange(analysis.Path, AtEnd(analysis.Tree.Text, lines))]
            );
    }

    /// <summary>Only what every part of the file agrees on, and nothing that is not known.</summary>
    private static IEnumerable<string> Lines(FileAnalysis analysis, Symbol symbol)
    {
        var name = symbol.Name;
        return symbol.Kind switch
        {
            DeclarationKind.Device => Agreed(analysis, index => index.HasDevice(name), timeline => Box(timeline, name)),
            DeclarationKind.Domain => Agreed(
                    analysis,
                    index => index.HasDomain(name),
                    timeline => Enforced(timeline, name)
                )
                .Concat(Attaches(analysis, name)),
            DeclarationKind.Guest => Agreed(
                analysis,
                index => index.HasGuest(name),
                timeline => Wbinvd(timeline, name)
            ),
            DeclarationKind.Program => OfProgram(analysis, name),
            DeclarationKind.Scenario => OfScenario(analysis, name),
            _ => [],
        };
    }

    private static IEnumerable<string> Agreed(
        FileAnalysis analysis,
        Func<TopologyIndex, bool> occurs,
        Func<SimulatedTimeline, string?> line
    )
    {
        var lines = analysis
            .System.Timelines.Where(timeline => occurs(timeline.End.Index))
            .Select(line)
            .Distinct()
            .ToList();
        return lines is [{ } only] ? [only] : [];
    }

    private static string? Box(SimulatedTimeline timeline, string device) =>
        timeline.BoxOf(device).Box is { } box ? $"expect {device} in box {box}" : null;

    private static string? Enforced(SimulatedTimeline timeline, string domain) =>
        timeline.DomainOf(domain) switch
        {
            { Unknown: null, Enforced: { } enforced } => $"expect {domain} enforced {(enforced ? "yes" : "no")}",
            _ => null,
        };

    private static string? Wbinvd(SimulatedTimeline timeline, string guest) =>
        timeline.GuestOf(guest) switch
        {
            { Unknown: null, Wbinvd: not Simulation.Topology.WbinvdMode.NotApplicable and var mode } =>
                $"expect {guest} wbinvd {Words.Of(mode)}",
            _ => null,
        };

    private static IEnumerable<string> Attaches(FileAnalysis analysis, string domain) =>
        from timeline in analysis.System.Timelines
        from outcome in timeline.Kernel.Operations
        where outcome.Operation.Kind == Simulation.Topology.OperationKind.Attach && outcome.Operation.Domain == domain
        group outcome.Result by outcome.Operation.Device into results
        where
            results.Distinct().Count() == 1
            && results.First() is { } result
            && (result == OperationOutcome.Ok || result.StartsWith('E'))
        select $"expect attach {results.Key} to {domain} "
            + $"{(results.First() == OperationOutcome.Ok ? "ok" : $"fails {results.First()}")}";

    private static IEnumerable<string> OfProgram(FileAnalysis analysis, string program)
    {
        var all = analysis.System.RunsOf(program).Select(pair => pair.Run).ToList();
        var runs = all.Exists(run => run.DependsOnError) ? [] : all.ConvertAll(run => run.Verdict);
        var stale = runs.Where(verdict => verdict.IsFault)
            .Select(verdict => $"expect {program} {Words.Of(verdict)}")
            .Distinct();
        return runs.Count > 0 && runs.TrueForAll(verdict => verdict.Kind == VerdictKind.Coherent)
            ? [$"expect {program} coherent"]
            : stale;
    }

    private static IEnumerable<string> OfScenario(FileAnalysis analysis, string scenario) =>
        from timeline in analysis.System.Timelines
        where timeline.Scenario == scenario
        from run in timeline.Runs
        where
            (run.Verdict.IsFault || run.Verdict.Kind == VerdictKind.Coherent)
            && run is { DependsOnError: false, Program.BuiltIn: false }
        select $"expect {scenario} run {run.Run.Run} {Words.Of(run.Verdict)}";

    private static string Plain(DeclarationSyntax syntax) =>
        string.Join(
            ' ',
            syntax
                .Text.Substring(syntax.Span.Start, syntax.Span.Length)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    private static TextChange AtEnd(SourceText text, List<string> lines)
    {
        var separator = text.Length == 0 || text.Content.EndsWith('\n') ? "" : "\n";
        return new TextChange(new TextSpan(text.Length, 0), separator + string.Join('\n', lines) + "\n");
    }
}
