using System.Collections.Immutable;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Graph;

/// <summary>The nodes of one timeline, with what is worth knowing of each at its end.</summary>
internal sealed class GraphNodes(FileAnalysis analysis, SimulatedTimeline timeline, CancellationToken cancellation)
{
    private readonly SystemTopology topology = timeline.Topology;
    private readonly Places places = new(analysis.Binding);
    private readonly ILookup<string, GraphStatus> statuses = timeline
        .Runs.Where(run => !run.IsIdle)
        .SelectMany(run => run.Program.Devices.Select(device => (device, Status: StatusOf(run.Verdict.Kind))))
        .ToLookup(run => run.device, run => run.Status, StringComparer.Ordinal);

    public IEnumerable<GraphHost> Hosts =>
        topology.Hosts.Select(host => new GraphHost(
            host.Name,
            $"{host.Name}: {Words.Of(host.Architecture)}, Linux "
                + $"{KernelWords.Name(host)}{(host.InGuest is { } guest ? $", in {guest}" : "")}",
            Where(DeclarationKind.Host, host.Name)
        ));

    public IEnumerable<GraphNode> All =>
        [
            .. topology.Devices.Select(Of),
            .. topology.Iommus.Select(Of),
            .. topology.Domains.Select(Of),
            .. topology.Guests.Select(Of),
            .. topology.Hosts.Select(Memory),
        ];

    public GraphStatus StatusOf(string device) => statuses[device].DefaultIfEmpty(GraphStatus.None).Max();

    private string ModelOf(Iommu iommu) =>
        timeline.Doubt?.Invoke(DeclarationKind.Iommu, iommu.Name) is null
            ? WordTable.Of(iommu.Model)
            : StateWords.Unknown;

    private static GraphStatus StatusOf(Simulation.Coherence.VerdictKind kind) =>
        kind switch
        {
            Simulation.Coherence.VerdictKind.Coherent => GraphStatus.Coherent,
            Simulation.Coherence.VerdictKind.Stale or Simulation.Coherence.VerdictKind.Overwritten => GraphStatus.Stale,
            Simulation.Coherence.VerdictKind.Error => GraphStatus.Error,
            _ => GraphStatus.Undecided,
        };

    private GraphNode Of(Device device)
    {
        var answer = timeline.BoxOf(device.Name);
        ImmutableArray<string> lines =
        [
            device.Address is { } address ? $"pcie {address}" : WordTable.Of(device.Bus),
            .. device.Bus == DeviceBus.Pcie
                ? [$"no_snoop {Words.Of(NoSnoopNow.Of(device, timeline.End.DeviceOf(device.Name)))}"]
                : Array.Empty<string>(),
            .. device.Outer is { } outer ? [$"is {outer}"] : Array.Empty<string>(),
            .. StateWords.Box(answer) switch
            {
                StateWords.NoBox => Array.Empty<string>(),
                StateWords.Unknown => ["box not known"],
                var words => [words["in ".Length..]],
            },
        ];
        return Node(GraphNodeKind.Device, device.Name, device.Host, lines, DeclarationKind.Device) with
        {
            Box = answer.Box,
            Status = StatusOf(device.Name),
            Why = answer.Chain,
        };
    }

    private GraphNode Of(Iommu iommu) =>
        Node(GraphNodeKind.Iommu, iommu.Name, iommu.Host, [ModelOf(iommu)], DeclarationKind.Iommu);

    private GraphNode Of(Domain domain)
    {
        var state = timeline.DomainOf(domain.Name);
        return Node(
            GraphNodeKind.Domain,
            domain.Name,
            domain.Host,
            [WordTable.Of(domain.Api), Enforcement(state)],
            DeclarationKind.Domain
        );
    }

    private static string Enforcement(DomainState state) =>
        state switch
        {
            { Unknown: not null } => "not known",
            { Enforced: true } => "enforces coherency",
            { Enforced: false } => "does not enforce",
            _ => "nothing attached",
        };

    private GraphNode Of(Guest guest)
    {
        var state = timeline.GuestOf(guest.Name);
        ImmutableArray<string> lines = state.Unknown is not null
            ? ["not known"]
            : [$"wbinvd {Words.Of(state.Wbinvd)}", $"guest PAT {Words.OfPat(state.GuestPatHonoured)}"];
        return Node(GraphNodeKind.Guest, guest.Name, guest.Host, lines, DeclarationKind.Guest);
    }

    private GraphNode Memory(Host host) =>
        new(
            TopologyGraph.Id(GraphNodeKind.Memory, host.Name),
            GraphNodeKind.Memory,
            "memory",
            host.Name,
            ["of the host"],
            null,
            GraphStatus.None,
            Where(DeclarationKind.Host, host.Name),
            Whole(DeclarationKind.Host, host.Name)
        );

    private GraphNode Node(
        GraphNodeKind kind,
        string name,
        string host,
        ImmutableArray<string> lines,
        DeclarationKind declared
    )
    {
        cancellation.ThrowIfCancellationRequested();
        return new GraphNode(
            TopologyGraph.Id(kind, name),
            kind,
            name,
            host,
            lines,
            null,
            GraphStatus.None,
            Where(declared, name),
            Whole(declared, name)
        );
    }

    private SourceRange Where(DeclarationKind kind, string name) =>
        SourceRange.Of(analysis.Binding, places.Name(kind, name));

    private SourceRange Whole(DeclarationKind kind, string name) =>
        SourceRange.Of(analysis.Binding, analysis.Binding.Find(kind, name)!.DeclarationSpan);
}
