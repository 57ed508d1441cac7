using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies;

/// <summary>
/// Another value of a property. All that the program touches is simulated again, and a change that brings a new fault is not offered.
/// </summary>
public sealed class ChangedDeclarations(Simulator simulator, SimulatedSystem system, Binding binding)
{
    public IEnumerable<Remedy> For(SimulatedRun run, CancellationToken cancellation) =>
        from change in Candidates(run)
        let place = binding.PropertySpan(change.Kind, change.Name, change.Property)
        where place is not null && Mends(run, change.Topology, cancellation)
        select new Remedy(RemedyKind.Replace, [new RemedyEdit(place.Value, $"{change.Property} = {change.Value}")], change.Cost);

    private sealed record Change(DeclarationKind Kind, string Name, string Property, string Value, SystemTopology Topology, string Cost);

    private IEnumerable<Change> Candidates(SimulatedRun run)
    {
        var topology = PartOf(run).Topology;
        foreach (var guest in topology.Guests.Where(guest => guest.Name == run.Program.Guest && !guest.KvmVfio))
        {
            yield return new Change(
                DeclarationKind.Guest,
                guest.Name,
                "kvm_vfio",
                "yes",
                topology with { Guests = topology.Guests.Replace(guest, guest with { KvmVfio = true }) },
                "KVM emulates wbinvd for the guest and honours its PAT");
        }

        foreach (var device in topology.Devices.Where(device => run.Program.Devices.Contains(device.Name) && device.NoSnoop >= NoSnoop.Enabled))
        {
            yield return new Change(
                DeclarationKind.Device,
                device.Name,
                "no_snoop",
                "disabled",
                topology with { Devices = topology.Devices.Replace(device, device with { NoSnoop = NoSnoop.Disabled }) },
                "the device gives up the optimisation: every request of its looks into the caches");
        }
    }

    private bool Mends(SimulatedRun run, SystemTopology changed, CancellationToken cancellation)
    {
        var before = Faults(PartOf(run)).ToHashSet(StringComparer.Ordinal);
        var after = Faults(simulator.Simulate(changed, cancellation)).ToHashSet(StringComparer.Ordinal);
        return !after.Any(fault => fault.StartsWith($"{run.Program.Name} ", StringComparison.Ordinal)) && after.IsSubsetOf(before);
    }

    /// <summary>What does not touch the program's host has the same answers whatever is changed here.</summary>
    private SimulatedSystem PartOf(SimulatedRun run)
    {
        var part = system.Timelines.First(timeline => timeline.Runs.Any(one => one.Program.Name == run.Program.Name)).Topology;
        return new SimulatedSystem(part, [.. system.Timelines.Where(timeline => ReferenceEquals(timeline.Topology, part))]);
    }

    private static IEnumerable<string> Faults(SimulatedSystem system) => system.Timelines.SelectMany(timeline =>
        timeline.Runs
            .Where(run => run.Verdict.Kind != VerdictKind.Coherent)
            .Select(run => $"{run.Program.Name} {timeline.Scenario}/{run.Run.Run}: {run.Verdict.Kind} {run.Verdict.Hazard}")
            .Concat(timeline.Kernel.Operations.Where(outcome => !outcome.Done).Select(outcome => Fault(timeline, outcome))));

    private static string Fault(SimulatedTimeline timeline, OperationOutcome outcome) =>
        $"{timeline.Scenario}/{outcome.Operation} = {outcome.Result}";
}
