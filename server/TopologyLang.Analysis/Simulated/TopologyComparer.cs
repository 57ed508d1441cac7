using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Compares topologies by value, the lists in their records too: two that are equal have the same answers. Expectations
/// do not count, since nothing is simulated for them.
/// </summary>
public sealed class TopologyComparer : IEqualityComparer<SystemTopology>
{
    public static readonly TopologyComparer Instance = new();

    private TopologyComparer() { }

    public bool Equals(SystemTopology? one, SystemTopology? other) =>
        ReferenceEquals(one, other)
        || (
            one is not null
            && other is not null
            && one.HasScenario == other.HasScenario
            && one.Assumptions.SequenceEqual(other.Assumptions)
            && one.Hosts.SequenceEqual(other.Hosts)
            && one.Iommus.SequenceEqual(other.Iommus)
            && one.Devices.SequenceEqual(other.Devices)
            && one.Domains.SequenceEqual(other.Domains, Same)
            && one.Guests.SequenceEqual(other.Guests, Same)
            && one.Programs.SequenceEqual(other.Programs, Same)
            && one.Scenarios.SequenceEqual(other.Scenarios, Same)
        );

    public int GetHashCode(SystemTopology topology)
    {
        var hash = default(HashCode);
        AddAll(ref hash, topology.Hosts);
        AddAll(ref hash, topology.Iommus);
        AddAll(ref hash, topology.Devices);
        foreach (var domain in topology.Domains)
        {
            hash.Add(domain.Name);
            AddAll(ref hash, domain.Attach);
        }

        foreach (var guest in topology.Guests)
        {
            hash.Add(guest.Name);
            AddAll(ref hash, guest.Assign);
        }

        foreach (var program in topology.Programs)
        {
            hash.Add(program.Name);
            AddAll(ref hash, program.Steps);
        }

        foreach (var scenario in topology.Scenarios)
        {
            AddAll(ref hash, scenario.Operations);
        }

        return hash.ToHashCode();
    }

    private static void AddAll<T>(ref HashCode hash, ImmutableArray<T> items)
    {
        foreach (var item in items)
        {
            hash.Add(item);
        }
    }

    private static bool Same(Domain one, Domain other) =>
        one.Attach.SequenceEqual(other.Attach)
        && one.Map.SequenceEqual(other.Map)
        && one with { Attach = [], Map = [] } == other with { Attach = [], Map = [] };

    private static bool Same(Guest one, Guest other) =>
        one.Assign.SequenceEqual(other.Assign) && one with { Assign = [] } == other with { Assign = [] };

    private static bool Same(Program one, Program other) =>
        one.Devices.SequenceEqual(other.Devices)
        && one.Buffers.SequenceEqual(other.Buffers)
        && one.Steps.SequenceEqual(other.Steps)
        && one with { Devices = [], Buffers = [], Steps = [] } == other with { Devices = [], Buffers = [], Steps = [] };

    private static bool Same(Scenario one, Scenario other) =>
        one.Name == other.Name && one.Operations.SequenceEqual(other.Operations);
}
