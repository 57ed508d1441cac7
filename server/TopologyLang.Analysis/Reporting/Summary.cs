using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Reporting;

/// <summary>What a file came to, in a few lines: boxes, domains, guests and verdicts of each timeline.</summary>
public static class Summary
{
    /// <summary>A longer name does not push the verdicts of all others to the right.</summary>
    private const int WidestName = 40;

    public static IEnumerable<string> Lines(FileAnalysis analysis)
    {
        var scenarios = analysis.System.Timelines.Any(timeline => timeline.Scenario is not null);
        return
        [
            .. scenarios ? analysis.System.Topology.Hosts.Select(host => Host(analysis.System, host)) : [],
            .. analysis.System.Timelines.SelectMany(timeline => Lines(analysis.System, timeline)),
            .. Table(
                "programs",
                analysis.Binding.LeftOutPrograms.Select(left =>
                    (left.Symbol.Name, $"error: {LeftOutText.Of(analysis.Binding, left)}")
                )
            ),
        ];
    }

    private static IEnumerable<string> Lines(SimulatedSystem system, SimulatedTimeline timeline)
    {
        var topology = timeline.Topology;
        if (timeline.Scenario is { } scenario)
        {
            yield return $"scenario {scenario}, at its end:";
        }
        else if (topology.Hosts.Length == 1)
        {
            yield return Host(system, topology.Hosts[0]);
        }

        var devices = topology.Devices.Select(device => $"{device.Name} {Box(timeline, device.Name)}");
        var domains = topology.Domains.Select(domain => $"{domain.Name} {Enforced(timeline.DomainOf(domain.Name))}");
        var guests = topology.Guests.Select(guest =>
            $"{guest.Name} wbinvd {StateWords.Wbinvd(timeline.GuestOf(guest.Name))}"
        );
        foreach (var (title, items) in new[] { ("devices", devices), ("domains", domains), ("guests", guests) })
        {
            var joined = string.Join(", ", items);
            if (joined.Length > 0)
            {
                yield return $"{title, -8}  {joined}";
            }
        }

        foreach (
            var line in Table(
                "programs",
                timeline.Runs.Where(run => !run.IsIdle).Select(run => (Name(timeline, run), Verdict(run)))
            )
        )
        {
            yield return line;
        }
    }

    /// <summary>One line an item, the answers below each other; the title before the first.</summary>
    private static IEnumerable<string> Table(string title, IEnumerable<(string Name, string Answer)> items)
    {
        var rows = items.ToList();
        var width = rows.Select(row => row.Name.Length).Where(length => length <= WidestName).DefaultIfEmpty().Max();
        return rows.Select(
            (row, index) => $"{(index == 0 ? title : ""), -8}  {row.Name.PadRight(width)}  {row.Answer}"
        );
    }

    private static string Host(SimulatedSystem system, Host host) =>
        system.DoubtOfHost(host.Name) is null
            ? $"host {host.Name}, Linux {KernelWords.Of(host)}"
            : $"host {host.Name}, Linux {StateWords.Unknown} (its declaration has an error)";

    private static string Name(SimulatedTimeline timeline, SimulatedRun run) =>
        timeline.Scenario is null || run.Program.BuiltIn ? run.Program.Name : $"{run.Program.Name} run {run.Run.Run}";

    private static string Box(SimulatedTimeline timeline, string device)
    {
        var words = StateWords.Box(timeline.BoxOf(device));
        return words == StateWords.Unknown ? $"box {words}" : words;
    }

    private static string Enforced(DomainState state)
    {
        var words = StateWords.Enforced(state);
        return words == StateWords.NothingAttached ? $"with {words}" : words;
    }

    private static string If(Verdict verdict) => verdict.Condition is { } condition ? $" if {condition}" : "";

    private static string Verdict(SimulatedRun run) =>
        run.Verdict switch
        {
            { Kind: VerdictKind.Coherent } verdict => $"coherent{If(verdict)} (all {verdict.States} states "
                + $"{RunText.Model(run).Replace("`", "", StringComparison.Ordinal)})",
            { IsFault: true } verdict => $"{Words.Of(verdict)}{If(verdict)} in {Words.Steps(verdict)}",
            var verdict => $"{Words.Of(verdict)}: {verdict.Why?.Text}",
        };
}
