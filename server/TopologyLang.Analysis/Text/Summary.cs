using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Analysis.Text;

/// <summary>What a file came to, in a few lines: boxes, domains, guests and verdicts of each timeline.</summary>
public static class Summary
{
    public static IEnumerable<string> Lines(FileAnalysis analysis) => analysis.System.Timelines.SelectMany(timeline => Lines(timeline));

    private static IEnumerable<string> Lines(SimulatedTimeline timeline)
    {
        var topology = timeline.Topology;
        if (timeline.Scenario is { } scenario)
        {
            yield return $"scenario {scenario}, at its end:";
        }
        else if (topology.Hosts.Length == 1)
        {
            yield return $"host {topology.Hosts[0].Name}, Linux {topology.Hosts[0].Kernel}";
        }

        var devices = topology.Devices.Select(device => $"{device.Name} {Box(timeline, device.Name)}");
        var domains = topology.Domains.Select(domain => $"{domain.Name} {Enforced(timeline.End.DomainOf(domain.Name))}");
        var guests = topology.Guests.Select(guest => $"{guest.Name} wbinvd {Words.Of(timeline.End.GuestOf(guest.Name).Wbinvd)}");
        var runs = timeline.Runs.Select(run => $"{run.Program.Name}{(timeline.Scenario is null ? "" : $" run {run.Run.Run}")} {Verdict(run.Verdict)}");
        foreach (var (title, items) in new[] { ("devices", devices), ("domains", domains), ("guests", guests), ("programs", runs) })
        {
            var joined = string.Join(", ", items);
            if (joined.Length > 0)
            {
                yield return $"{title,-8}  {joined}";
            }
        }
    }

    private static string Box(SimulatedTimeline timeline, string device) =>
        CoherenceBoxes.Of(timeline.Topology, timeline.End, device).Box is { } box ? $"in box {box}" : "in no box";

    private static string Enforced(DomainState state) => state.Enforced switch
    {
        true => "enforced",
        false => "not enforced",
        null => "with nothing attached",
    };

    private static string Verdict(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Coherent => $"coherent (all {verdict.States} states of the default model)",
        VerdictKind.Stale => $"{Words.Of(verdict)} in {verdict.Run.Length} steps",
        _ => $"{Words.Of(verdict)}: {verdict.Why?.Text}",
    };
}
