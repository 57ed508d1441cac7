using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>The kernels of a topology at one moment. Immutable: every operation makes a new one.</summary>
public sealed record KernelState
{
    public required TopologyIndex Index { get; init; }

    internal ImmutableDictionary<string, DevicePlace> Devices { get; init; } =
        ImmutableDictionary<string, DevicePlace>.Empty;

    /// <summary>
    /// The page tables of each user domain, in the order in which they were made. A domain without any has no entry.
    /// </summary>
    internal ImmutableDictionary<string, ImmutableArray<HardwareDomain>> Tables { get; init; } =
        ImmutableDictionary<string, ImmutableArray<HardwareDomain>>.Empty;

    internal ImmutableDictionary<string, GuestRecord> Guests { get; init; } =
        ImmutableDictionary<string, GuestRecord>.Empty;

    /// <summary>
    /// Domains of which a scenario says what is mapped there: something (true), or nothing yet or any more (false). The
    /// others are mapped by their VMM whenever a device is attached.
    /// </summary>
    internal ImmutableDictionary<string, bool> Mappings { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Domains of which it is not known whether anything is mapped there, and why.</summary>
    internal ImmutableDictionary<string, Reason> UnknownMappings { get; init; } =
        ImmutableDictionary<string, Reason>.Empty;

    /// <summary>Domains of which it is not known what has become of them, whatever is known of their devices.</summary>
    internal ImmutableDictionary<string, Reason> UnknownDomains { get; init; } =
        ImmutableDictionary<string, Reason>.Empty;

    /// <summary>Devices of which it is not known where they are, in the order in which that came about.</summary>
    internal ImmutableArray<string> UnknownDevices { get; init; } = [];

    /// <summary>Files of groups that a KVM may have: they were given or taken back without a known answer.</summary>
    internal ImmutableArray<(string Guest, string Group)> MaybeGiven { get; init; } = [];

    /// <summary>What was done, the last operation on top.</summary>
    internal ImmutableStack<Operation> Done { get; init; } = [];

    /// <summary>Every device in its default domain, nothing registered.</summary>
    public static KernelState Initial(TopologyIndex index) =>
        new()
        {
            Index = index,
            Devices = index.Topology.Devices.ToImmutableDictionary(
                d => d.Name,
                d => new DevicePlace(null, false, d.NoSnoop is NoSnoop.Enabled or NoSnoop.Used, null, false, null)
            ),
            Guests = index.Topology.Guests.ToImmutableDictionary(
                g => g.Name,
                _ => new GuestRecord(false, [], [], null)
            ),
        };

    /// <summary>Of topologies that are not a state's own: each is asked about device by device.</summary>
    private static readonly ConditionalWeakTable<SystemTopology, TopologyIndex> Indexes = [];

    /// <summary>Where the scenario's first word about a domain is <c>map</c>, nobody has mapped it before.</summary>
    internal KernelState StartingWith(Scenario scenario)
    {
        var mapped = scenario
            .Operations.Where(o => o.Kind is OperationKind.Map or OperationKind.Unmap)
            .DistinctBy(o => o.Domain)
            .Where(o => o.Kind == OperationKind.Map)
            .Select(o => Index.Domain(o.Domain!))
            .Where(domain => domain is { Parent: null } and ({ IsOfUser: true } or { Api: DomainApi.VhostVdpa }))
            .Select(domain => KeyValuePair.Create(domain.Name, false));
        return this with { Mappings = Mappings.SetItems(mapped) };
    }

    /// <summary>The names of a topology: those of this state's own, unless it is another one.</summary>
    internal TopologyIndex IndexOf(SystemTopology topology) =>
        ReferenceEquals(topology, Index.Topology) || ReferenceEquals(topology, Index.Declared)
            ? Index
            : Indexes.GetValue(topology, other => new TopologyIndex(other));

    /// <summary>
    /// The guest's memory is mapped in the domain: not so before a scenario maps it, after it unmaps it, and after the
    /// last device of a container left.
    /// </summary>
    public bool Maps(string domain) => !Mappings.TryGetValue(domain, out var mapped) || mapped;

    /// <summary>Something is mapped for the device in the domain in which it is.</summary>
    internal bool MapsFor(string device) =>
        Devices[device] is { Domain: { } domain } place
        && Maps(Index.Domain(domain).Parent ?? domain)
        && !place.CameAfterMap;

    /// <summary>Why it is not known whether anything is mapped for the device; null where it is.</summary>
    internal Reason? UnknownMappingOf(string device) =>
        Devices[device].Domain is { } domain
        && UnknownMappings.TryGetValue(Index.Domain(domain).Parent ?? domain, out var why)
            ? why
            : null;

    /// <summary>Of all devices that are in the domain now.</summary>
    internal KernelState WithMapping(string domain, bool mapped) =>
        this with
        {
            Devices = Devices.SetItems(
                Devices
                    .Where(device => device.Value.CameAfterMap && device.Value.Domain == domain)
                    .Select(device => KeyValuePair.Create(device.Key, device.Value with { CameAfterMap = false }))
            ),
            Mappings = Mappings.SetItem(domain, mapped),
            UnknownMappings = UnknownMappings.Remove(domain),
        };

    internal KernelState WithUnknownMapping(string domain, Reason why) =>
        this with
        {
            UnknownMappings = UnknownMappings.SetItem(domain, why),
        };

    /// <summary>
    /// The devices that the guest is declared to get or that were given to its KVM; it need not hold them now.
    /// </summary>
    public IEnumerable<string> DevicesOf(string guest) =>
        Index
            .Guest(guest)
            .Assign.Select(a => a.Device)
            .Concat(Guests[guest].Files.SelectMany(f => f.Devices))
            .Distinct();

    /// <summary>
    /// What the kernel believes of the page table in which the device is: enforcement succeeded. False in a host's own
    /// domain.
    /// </summary>
    public bool Enforced(string device) => TableOf(device) is { Enforced: true };

    /// <summary>The page table of the user's domain in which the device is; null in a host's own domain.</summary>
    internal HardwareDomain? TableOf(string device) =>
        Devices[device].Domain is { } domain
            ? TablesOf(domain).FirstOrDefault(t => t.Groups.Contains(TopologyIndex.GroupKey(Index.Device(device))))
            : null;

    internal ImmutableArray<HardwareDomain> TablesOf(string domain) =>
        Tables.TryGetValue(domain, out var tables) ? tables : [];

    internal KernelState WithTables(string domain, ImmutableArray<HardwareDomain> tables) =>
        this with
        {
            Tables = tables.IsEmpty ? Tables.Remove(domain) : Tables.SetItem(domain, tables),
        };

    internal KernelState WithDevice(string device, DevicePlace place) =>
        this with
        {
            Devices = Devices.SetItem(device, place),
        };

    internal KernelState WithGuest(string guest, GuestRecord record) =>
        this with
        {
            Guests = Guests.SetItem(guest, record),
        };

    /// <summary>Of these devices it is not known how they stand. What is not known already has its reason.</summary>
    internal KernelState WithUnknown(IEnumerable<string> devices, Reason why)
    {
        var news = devices.Where(device => Devices[device].Unknown is null).ToList();
        return this with
        {
            Devices = Devices.SetItems(
                news.Select(device => KeyValuePair.Create(device, Devices[device] with { Unknown = why }))
            ),
            UnknownDevices = UnknownDevices.AddRange(news),
        };
    }

    /// <summary>Every device of the group in the domain; null: in its default one.</summary>
    internal KernelState WithGroupIn(ImmutableArray<Device> group, string? domain) =>
        this with
        {
            Devices = Devices.SetItems(
                group.Select(d => KeyValuePair.Create(d.Name, Devices[d.Name] with { Domain = domain }))
            ),
        };
}
