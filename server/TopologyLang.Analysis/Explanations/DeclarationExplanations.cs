using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Analysis.Explanations;

/// <summary>What became of a declaration, on each timeline that has it.</summary>
internal static class DeclarationExplanations
{
    public static IEnumerable<Explanation> Of(FileAnalysis analysis, Symbol symbol)
    {
        if (symbol.Name.Length > 0 && !analysis.Simulates(symbol))
        {
            return
            [
                new Explanation(
                    null,
                    $"**error**: another {symbol.Kind.Keyword()} is called `{symbol.Name}`, and that one counts; this "
                        + "one is not simulated",
                    []
                ),
            ];
        }

        var answers = analysis.System.Timelines.SelectMany(timeline => Of(timeline, symbol));
        var left = analysis
            .Binding.LeftOutPrograms.Concat(analysis.Binding.LeftOutScenarios)
            .Where(left => left.Symbol == symbol)
            .Select(left => new Explanation(null, $"**error**: {LeftOutText.Of(analysis.Binding, left)}", []));
        return answers.Concat(left);
    }

    private static IEnumerable<Explanation> Of(SimulatedTimeline timeline, Symbol symbol)
    {
        var index = timeline.End.Index;
        return symbol.Kind switch
        {
            DeclarationKind.Device when index.HasDevice(symbol.Name) => [OfDevice(timeline, symbol.Name)],
            DeclarationKind.Domain when index.HasDomain(symbol.Name) => OfDomain(timeline, symbol.Name),
            DeclarationKind.Guest when index.HasGuest(symbol.Name) => [OfGuest(timeline, symbol.Name)],
            DeclarationKind.Iommu => DriverExplanations.Of(timeline, symbol.Name),
            DeclarationKind.Program => RunExplanations.Of(timeline, run => run.Program.Name == symbol.Name),
            DeclarationKind.Scenario when timeline.Scenario == symbol.Name => RunExplanations.Of(timeline, _ => true),
            _ => [],
        };
    }

    public static Explanation OfDevice(SimulatedTimeline timeline, string name)
    {
        var answer = timeline.BoxOf(name);
        var possible = answer.Possible == true ? "possible" : "impossible";
        var text = answer switch
        {
            { Box: { } box } =>
                $"**Box {box}**: no-snoop is {possible} and {(answer.Blocked == true ? "blocked" : "not blocked")}.",
            _ when StateWords.Box(answer) == StateWords.Unknown =>
                $"No-snoop is {possible}; whether it is blocked is **not known**.",
            _ => "In no box of the coherence matrix.",
        };
        return new Explanation(timeline.Scenario, text, answer.Chain);
    }

    public static IEnumerable<Explanation> OfDomain(SimulatedTimeline timeline, string name)
    {
        var state = timeline.DomainOf(name);
        var text = state switch
        {
            { Unknown: not null } => "What the kernel believes of this domain is **not known**.",
            { Enforced: true } => $"**Enforces cache coherency**, as far as the kernel believes; {Tables(state)}.",
            { Enforced: false } => $"**Does not enforce cache coherency**; {Tables(state)}.",
            _ => "Nothing is attached.",
        };
        var operations = timeline.Kernel.Operations.Where(outcome => outcome.Operation.Domain == name);
        return operations
            .Select(outcome => new Explanation(
                timeline.Scenario,
                $"{Words.Of(outcome.Operation.Kind)} {outcome.Operation.Device}: **{outcome.Result}**",
                outcome.Chain
            ))
            .Prepend(new Explanation(timeline.Scenario, text, state.Unknown is { } unknown ? [unknown] : []));
    }

    public static Explanation OfGuest(SimulatedTimeline timeline, string name)
    {
        var state = timeline.GuestOf(name);
        if (state.Unknown is { } unknown)
        {
            return new Explanation(
                timeline.Scenario,
                "What KVM does for this guest is **not known**.",
                [unknown, .. state.ViommuChain]
            );
        }

        var registered = state.NoncoherentDma ? "is" : "is not";
        return new Explanation(
            timeline.Scenario,
            $"Non-coherent DMA **{registered}** registered with KVM; wbinvd **{Words.Of(state.Wbinvd)}**; "
                + $"guest PAT **{Words.OfPat(state.GuestPatHonoured)}**.",
            [
                .. state
                    .ViommuChain.Concat(state.ConfidentialChain)
                    .Concat(state.WbinvdChain)
                    .Concat(state.PatChain)
                    .Distinct(),
            ]
        );
    }

    private static string Tables(DomainState state) =>
        state.HardwareDomains == 1 ? "one hardware page table" : $"{state.HardwareDomains} hardware page tables";
}
