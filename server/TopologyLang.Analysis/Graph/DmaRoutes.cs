using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Graph;

/// <summary>
/// The ways that the requests of the devices take now: device, IOMMU, domain, and the guest's or the host's memory.
/// </summary>
internal sealed class DmaRoutes(
    SimulatedTimeline timeline,
    Func<string, GraphStatus> statusOf,
    CancellationToken cancellation
)
{
    /// <summary>The guests that are to get a device or whose KVM was given its file: no other can hold it.</summary>
    private readonly ILookup<string, Guest> guestsOf = timeline
        .Topology.Guests.SelectMany(guest => timeline.End.DevicesOf(guest.Name).Select(device => (device, guest)))
        .ToLookup(pair => pair.device, pair => pair.guest, StringComparer.Ordinal);

    private readonly record struct Hop(string From, string To, GraphEdgeKind Kind, string Device);

    public ImmutableArray<GraphEdge> Edges =>
        [
            .. from hop in timeline.Topology.Devices.SelectMany(HopsOf)
            group hop by (hop.From, hop.To, hop.Kind) into edge
            let devices = edge.Select(hop => hop.Device).Distinct().ToImmutableArray()
            let status = devices.Select(statusOf).Max()
            select new GraphEdge(
                edge.Key.From,
                edge.Key.To,
                edge.Key.Kind,
                Label(edge.Key.Kind, status),
                status,
                devices
            ),
        ];

    private static string Label(GraphEdgeKind kind, GraphStatus status) =>
        kind == GraphEdgeKind.Declared ? "not held now"
        : status == GraphStatus.None ? ""
        : $"{GraphWords.Sign(status)} {GraphWords.Of(status)}";

    private IEnumerable<Hop> HopsOf(Device device)
    {
        cancellation.ThrowIfCancellationRequested();
        var route = RouteOf(device).ToArray();
        var taken = route.Zip(route.Skip(1), (from, to) => new Hop(from, to, GraphEdgeKind.Dma, device.Name));
        return taken.Concat(NotHeld(device));
    }

    private IEnumerable<string> RouteOf(Device device)
    {
        yield return TopologyGraph.Id(GraphNodeKind.Device, device.Name);
        if (device.Iommu is { } iommu)
        {
            yield return TopologyGraph.Id(GraphNodeKind.Iommu, iommu);
        }

        var domain = timeline.End.DeviceOf(device.Name).Domain;
        if (domain is not null)
        {
            yield return TopologyGraph.Id(GraphNodeKind.Domain, domain);
        }

        var holder = guestsOf[device.Name].FirstOrDefault(guest => timeline.End.Holds(guest.Name, device.Name));
        yield return holder is null
            ? TopologyGraph.Id(GraphNodeKind.Memory, device.Host)
            : TopologyGraph.Id(GraphNodeKind.Guest, holder.Name);
    }

    private IEnumerable<Hop> NotHeld(Device device) =>
        from guest in guestsOf[device.Name]
        from assignment in guest.Assign
        where assignment.Device == device.Name && !timeline.End.Holds(guest.Name, device.Name)
        select new Hop(
            TopologyGraph.Id(GraphNodeKind.Device, device.Name),
            TopologyGraph.Id(GraphNodeKind.Guest, guest.Name),
            GraphEdgeKind.Declared,
            device.Name
        );
}
