using System.Text;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Analysis.Text;

/// <summary>A declaration: its comment, what became of it, and its values with where each comes from.</summary>
internal static class DeclarationHovers
{
    public static string Of(FileAnalysis analysis, Symbol symbol)
    {
        var text = new StringBuilder();
        text.AppendLine($"**{symbol.Kind.Keyword()} {MarkdownText.Escape(symbol.Name)}**");
        text.AppendLine();
        if (symbol.DocComment is { } comment)
        {
            text.AppendLine(MarkdownText.Escape(comment));
            text.AppendLine();
        }

        foreach (var line in Answers(analysis, symbol))
        {
            text.AppendLine(line);
        }

        text.AppendLine();
        foreach (var property in analysis.Binding.PropertiesOf(symbol).Where(property => property.Value is not null))
        {
            text.AppendLine(PropertyHovers.Line(property));
        }

        return text.ToString();
    }

    private static IEnumerable<string> Answers(FileAnalysis analysis, Symbol symbol) =>
        from timeline in analysis.System.Timelines
        let title = timeline.Scenario is { } scenario ? $"*At the end of scenario {scenario}:* " : ""
        from line in Answers(timeline, symbol)
        select title + line;

    private static IEnumerable<string> Answers(SimulatedTimeline timeline, Symbol symbol)
    {
        var index = timeline.End.Index;
        return symbol.Kind switch
        {
            DeclarationKind.Device when index.HasDevice(symbol.Name) => OfDevice(timeline, symbol.Name),
            DeclarationKind.Domain when index.HasDomain(symbol.Name) => OfDomain(timeline, symbol.Name),
            DeclarationKind.Guest when index.HasGuest(symbol.Name) => OfGuest(timeline, symbol.Name),
            DeclarationKind.Program => OfRuns(timeline, run => run.Program.Name == symbol.Name),
            DeclarationKind.Scenario when timeline.Scenario == symbol.Name => OfRuns(timeline, _ => true),
            _ => [],
        };
    }

    private static IEnumerable<string> OfDevice(SimulatedTimeline timeline, string name)
    {
        var answer = CoherenceBoxes.Of(timeline.Topology, timeline.End, name);
        yield return answer.Box is { } box
            ? $"**Box {box}**: no-snoop is {(answer.Possible == true ? "possible" : "impossible")} and {(answer.Blocked == true ? "blocked" : "not blocked")}."
            : "In no box of the coherence matrix.";
        yield return "";
        foreach (var reason in answer.Chain)
        {
            yield return MarkdownText.Reason(reason);
        }
    }

    private static IEnumerable<string> OfDomain(SimulatedTimeline timeline, string name)
    {
        var state = timeline.End.DomainOf(name);
        yield return state.Enforced switch
        {
            null => "Nothing is attached.",
            true => $"**Enforces cache coherency**, as far as the kernel believes; {Tables(state)}.",
            false => $"**Does not enforce cache coherency**; {Tables(state)}.",
        };
        yield return "";
        foreach (var outcome in timeline.Kernel.Operations.Where(outcome => outcome.Operation.Domain == name))
        {
            yield return $"- {Words.Of(outcome.Operation.Kind)} {outcome.Operation.Device}: {outcome.Result}";
            foreach (var reason in outcome.Chain)
            {
                yield return "  " + MarkdownText.Reason(reason);
            }
        }
    }

    private static string Tables(DomainState state) =>
        state.HardwareDomains == 1 ? "one hardware page table" : $"{state.HardwareDomains} hardware page tables";

    private static IEnumerable<string> OfGuest(SimulatedTimeline timeline, string name)
    {
        var state = timeline.End.GuestOf(name);
        var registered = state.NoncoherentDma ? "is" : "is not";
        yield return $"Non-coherent DMA **{registered}** registered with KVM; wbinvd **{Words.Of(state.Wbinvd)}**; guest PAT **{Words.OfPat(state.GuestPatHonoured)}**.";
        yield return "";
        foreach (var reason in state.ViommuChain.Concat(state.WbinvdChain).Concat(state.PatChain).Distinct())
        {
            yield return MarkdownText.Reason(reason);
        }
    }

    private static IEnumerable<string> OfRuns(SimulatedTimeline timeline, Func<SimulatedRun, bool> wanted) => timeline.Runs
        .Where(wanted)
        .Select(run => $"- {(timeline.Scenario is null ? "" : $"run {run.Run.Run}: ")}**{Words.Of(run.Verdict)}**. {RunMarkdown.Verdict(run)}");
}
