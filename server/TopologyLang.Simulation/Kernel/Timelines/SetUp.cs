using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Timelines;

/// <summary>The operations that the declarations imply where the file has no scenario.</summary>
public static class SetUp
{
    /// <summary>
    /// Every attach, those of a host in a guest after those that give the guest its devices; then every guest's kvm
    /// add.
    /// </summary>
    public static ImmutableArray<Operation> Of(SystemTopology topology) =>
        [.. Attaches(topology), .. KvmAdds(topology)];

    private static IEnumerable<Operation> Attaches(SystemTopology topology)
    {
        var listed = topology.Domains.SelectMany(d => d.Attach).ToHashSet();
        var declared = topology.Domains.SelectMany(domain =>
            domain.Attach.Select(device => (Device: device, Domain: domain.Name))
        );
        var implied = topology
            .Guests.SelectMany(g => g.Assign)
            .Where(a => !listed.Contains(a.Device))
            .Select(a => (a.Device, a.Domain))
            .Distinct();
        var index = new TopologyIndex(topology);
        return declared
            .Concat(implied)
            .OrderBy(a => index.DepthOf(index.HostOf(index.Device(a.Device))))
            .Select(a => new Operation(OperationKind.Attach) { Device = a.Device, Domain = a.Domain });
    }

    /// <summary>A VMM has no VFIO file of a vhost-vdpa device, so it tells KVM nothing about it.</summary>
    private static IEnumerable<Operation> KvmAdds(SystemTopology topology)
    {
        var vdpa = topology.Domains.Where(d => d.Api == DomainApi.VhostVdpa).Select(d => d.Name).ToHashSet();
        return from guest in topology.Guests
            where guest.KvmVfio
            from assignment in guest.Assign
            where !vdpa.Contains(assignment.Domain)
            select new Operation(OperationKind.KvmAdd) { Device = assignment.Device, Guest = guest.Name };
    }
}
