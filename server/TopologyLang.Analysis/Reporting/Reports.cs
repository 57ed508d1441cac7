using System.Globalization;
using System.Text;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Reporting;

/// <summary>
/// The report of a simulation as Markdown: what the kernel did, where each device stands, and each program's verdict
/// with its run.
/// </summary>
public static class Reports
{
    public static string Markdown(FileAnalysis analysis)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"# Simulation of {MarkdownText.Escape(Path.GetFileName(analysis.Path))}"));
        text.AppendLine();
        AppendExpectations(text, analysis);
        var told = new ToldChains();
        foreach (var timeline in analysis.System.Timelines)
        {
            AppendTimeline(text, analysis, timeline, told);
        }

        foreach (var left in analysis.Binding.LeftOutPrograms)
        {
            text.AppendLine(Invariant($"### {MarkdownText.Escape(left.Symbol.Name)}: error"));
            text.AppendLine();
            text.AppendLine(Invariant($"Not run: {MarkdownText.Prose(LeftOutText.Of(analysis.Binding, left))}."));
            text.AppendLine();
        }

        return text.ToString();
    }

    private static void AppendExpectations(StringBuilder text, FileAnalysis analysis)
    {
        if (analysis.Expectations.IsEmpty)
        {
            return;
        }

        text.AppendLine("| expected | | found |");
        text.AppendLine("|---|---|---|");
        foreach (var answer in analysis.Expectations)
        {
            var expected = MarkdownText.Escape(analysis.Binding.ExpectationText(answer.Index));
            text.AppendLine(
                Invariant(
                    $"| {expected} | {(answer.Met ? "met" : "**not met**")} | {MarkdownText.Escape(answer.Found)} |"
                )
            );
        }

        text.AppendLine();
    }

    /// <summary>Verdicts first, since they are what is asked for; then what led there.</summary>
    private static void AppendTimeline(
        StringBuilder text,
        FileAnalysis analysis,
        SimulatedTimeline timeline,
        ToldChains told
    )
    {
        text.AppendLine(Invariant($"## {Title(timeline)}"));
        text.AppendLine();
        foreach (var run in timeline.Runs.Where(run => !run.IsIdle))
        {
            AppendRun(text, analysis, timeline, run, told);
        }

        AppendDevices(text, timeline);
        AppendStates(text, timeline);
        AppendOperations(text, timeline);
    }

    private static string Title(SimulatedTimeline timeline) =>
        timeline.Scenario is { } scenario
            ? $"Scenario {MarkdownText.Escape(scenario)}"
            : "As declared on "
                + MarkdownText.Escape(
                    string.Join(
                        ", ",
                        timeline.Topology.Hosts.Select(host => $"{host.Name} (Linux {KernelWords.Of(host)})")
                    )
                );

    private static void AppendOperations(StringBuilder text, SimulatedTimeline timeline)
    {
        if (timeline.Kernel.Operations.IsEmpty)
        {
            return;
        }

        text.AppendLine("### What the kernel was asked, and its answers");
        text.AppendLine();
        foreach (var outcome in timeline.Kernel.Operations)
        {
            text.AppendLine(Invariant($"- **{MarkdownText.Escape(Describe(outcome.Operation))}**: {outcome.Result}"));
            foreach (var reason in outcome.Chain.TakeLast(1))
            {
                text.AppendLine("  " + MarkdownText.Reason(reason));
            }
        }

        text.AppendLine();
    }

    private static string Describe(Operation operation)
    {
        var parts = new[]
        {
            operation.Device,
            operation.Domain,
            operation.Guest,
            operation.Program,
            operation.Host,
        }.Where(part => part is not null);
        return $"{Words.Of(operation.Kind)} {string.Join(' ', parts)}";
    }

    private static void AppendDevices(StringBuilder text, SimulatedTimeline timeline)
    {
        var topology = timeline.Topology;
        if (topology.Devices.IsEmpty)
        {
            return;
        }

        text.AppendLine("### Devices");
        text.AppendLine();
        foreach (var device in topology.Devices)
        {
            var answer = timeline.BoxOf(device.Name);
            text.AppendLine(Invariant($"- **{MarkdownText.Escape(device.Name)}**: {BoxWords(answer)}"));
            foreach (var reason in answer.Chain)
            {
                text.AppendLine("  " + MarkdownText.Reason(reason));
            }
        }

        text.AppendLine();
    }

    private static void AppendStates(StringBuilder text, SimulatedTimeline timeline)
    {
        var topology = timeline.Topology;
        if (topology.Domains.IsEmpty && topology.Guests.IsEmpty)
        {
            return;
        }

        text.AppendLine("### Domains and guests");
        text.AppendLine();
        foreach (var domain in topology.Domains)
        {
            text.AppendLine(
                Invariant($"- domain **{MarkdownText.Escape(domain.Name)}**: ")
                    + DomainWords(timeline.DomainOf(domain.Name))
            );
        }

        foreach (var guest in topology.Guests)
        {
            var state = timeline.GuestOf(guest.Name);
            text.AppendLine(Invariant($"- guest **{MarkdownText.Escape(guest.Name)}**: {GuestWords(state)}"));
        }

        text.AppendLine();
    }

    private static string BoxWords(BoxAnswer answer) =>
        answer.Box is { } box ? Invariant($"box {box}") : StateWords.Box(answer);

    private static string DomainWords(DomainState state) =>
        state switch
        {
            { Unknown: { } unknown } => $"unknown: {MarkdownText.Prose(unknown.Text)}",
            { Enforced: true } => Invariant($"enforces cache coherency, hardware page tables: {state.HardwareDomains}"),
            { Enforced: false } => Invariant(
                $"does not enforce cache coherency, hardware page tables: {state.HardwareDomains}"
            ),
            _ => StateWords.NothingAttached,
        };

    private static string GuestWords(GuestState state)
    {
        if (state.Unknown is { } unknown)
        {
            return $"unknown: {MarkdownText.Prose(unknown.Text)}";
        }

        var registered = state.NoncoherentDma
            ? "non-coherent DMA registered with KVM"
            : "no non-coherent DMA registered with KVM";
        return $"{registered}, wbinvd {Words.Of(state.Wbinvd)}, guest PAT {Words.OfPat(state.GuestPatHonoured)}";
    }

    private static void AppendRun(
        StringBuilder text,
        FileAnalysis analysis,
        SimulatedTimeline timeline,
        SimulatedRun run,
        ToldChains told
    )
    {
        var number = timeline.Scenario is null || run.Program.BuiltIn ? "" : Invariant($", run {run.Run.Run}");
        var name = $"{MarkdownText.Escape(run.Program.Name)}{number}";
        text.AppendLine(Invariant($"### {name}: {Words.Of(run.Verdict)}"));
        text.AppendLine();
        text.AppendLine(RunMarkdown.Verdict(run));
        text.AppendLine();
        RunMarkdown.AppendRun(text, run.Verdict);
        RunMarkdown.AppendRemedies(text, analysis, run);
        RunMarkdown.AppendChain(text, told.Tell(name, Chains.Of(run.Path)));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
