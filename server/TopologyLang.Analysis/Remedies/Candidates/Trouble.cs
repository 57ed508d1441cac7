using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>A fault with the parts of the machine that have to do with it.</summary>
/// <param name="Leaves">With another version of its host the fault is gone: a quick look that spares hopeless
/// candidates.</param>
internal sealed record Trouble(Fault Fault, Binding Binding, FileEdits Edits, Func<Host, bool> Leaves)
{
    public SystemTopology Topology => Fault.Timeline.Topology;

    public string? Scenario => Fault.Timeline.Scenario;

    public Program? Program => Fault.Run?.Program;

    /// <summary>The state in which the fault shows.</summary>
    public KernelState State => Fault.Run?.Run.State ?? Fault.Timeline.End;

    public Guest? Guest =>
        Topology.Guests.FirstOrDefault(guest =>
            guest.Name == (Program?.Guest ?? Fault.Refusal?.Operation.Guest ?? Fault.Belief?.Guest)
        );

    /// <summary>The devices that it is about.</summary>
    public IEnumerable<Device> Devices
    {
        get
        {
            ImmutableArray<string?> names = Program is null
                ? [Fault.Refusal?.Operation.Device ?? Fault.Belief?.Device]
                : [.. Program.Devices];
            return Topology.Devices.Where(device => names.Contains(device.Name));
        }
    }

    public Host? Host
    {
        get
        {
            var name = Guest?.Host ?? Program?.Host ?? Devices.FirstOrDefault()?.Host;
            return Topology.Hosts.FirstOrDefault(host => host.Name == name);
        }
    }

    /// <summary>
    /// The domain that the device is in, or that refuses it; null where it is in none that the file declares.
    /// </summary>
    public Domain? DomainOf(Device device)
    {
        var name = Fault.Refusal?.Operation.Domain ?? State.DeviceOf(device.Name).Domain;
        return Topology.Domains.FirstOrDefault(domain => domain.Name == name);
    }

    /// <summary>A property with another value, as a series of one.</summary>
    public IEnumerable<Candidate> Property(
        DeclarationKind kind,
        string name,
        string property,
        string value,
        string cost
    ) => Edits.Property(kind, name, property, value) is var (how, edit) ? [new Candidate(how, [edit], cost)] : [];
}
