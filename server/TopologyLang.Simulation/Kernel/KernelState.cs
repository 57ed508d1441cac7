using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.IommuCore;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Pci;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel;

/// <summary>The kernels of a topology at one moment. Immutable: every operation makes a new one.</summary>
public sealed record KernelState
{
    public required TopologyIndex Index { get; init; }

    internal ImmutableDictionary<string, DevicePlace> Devices { get; init; } =
        ImmutableDictionary<string, DevicePlace>.Empty;

    /// <summary>The page tables of each user domain, in the order in which they were made. A domain without any has no entry.</summary>
    internal ImmutableDictionary<string, ImmutableArray<HardwareDomain>> Tables { get; init; } =
        ImmutableDictionary<string, ImmutableArray<HardwareDomain>>.Empty;

    internal ImmutableDictionary<string, GuestRecord> Guests { get; init; } =
        ImmutableDictionary<string, GuestRecord>.Empty;

    /// <summary>Domains that a scenario mapped (true) or unmapped (false); the others are taken as mapped since their first
    /// attach.</summary>
    internal ImmutableDictionary<string, bool> Mappings { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Domains of which it is not known what has become of them, whatever is known of their devices.</summary>
    internal ImmutableDictionary<string, Reason> UnknownDomains { get; init; } =
        ImmutableDictionary<string, Reason>.Empty;

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

    /// <summary>The names of a topology: those of this state's own, unless it is another one.</summary>
    internal TopologyIndex IndexOf(SystemTopology topology) =>
        ReferenceEquals(topology, Index.Topology) || ReferenceEquals(topology, Index.Declared)
            ? Index
            : new TopologyIndex(topology);

    public DeviceState DeviceOf(string device)
    {
        var place = Devices[device];
        var governing = Index.Governing(Index.Device(device));
        var bit = Devices[governing.Name];
        var (translation, chain) = Translations.Of(this, device);
        return new DeviceState(
            device,
            place.Domain,
            place.RegisteredWithVfio,
            bit.EnableNoSnoop,
            bit.NoSnoopSetBy,
            place.NoSnoopOffAtAttach,
            translation,
            chain,
            place.Unknown
        )
        {
            Governing = governing.Name == device ? null : governing,
            Ats = Ats.Of(this, Index.Device(device), translation),
        };
    }

    /// <summary>The guest's memory is mapped in the domain: not so after a scenario unmapped it.</summary>
    public bool Maps(string domain) => !Mappings.TryGetValue(domain, out var mapped) || mapped;

    public DomainState DomainOf(string domain) => Domains.Of(this, domain);

    public GuestState GuestOf(string guest) => GuestView.Of(this, guest);

    /// <summary>
    /// The guest has the device now: it is bound to VFIO or vhost-vdpa in a user's domain, and the guest was declared to get it or its
    /// file was given to the guest's KVM.
    /// </summary>
    public bool Holds(string guest, string device) =>
        Devices[device] is { Domain: { } domain } place
        && (
            Index.Domain(domain).Api == DomainApi.VhostVdpa
            || (place.RegisteredWithVfio && GroupUse.IsOfUser(Index.Domain(domain).Api))
        )
        && InnerDevice.Absent(this, Index.Device(device)) is null
        && (Guests[guest].Files.Any(f => f.Devices.Contains(device)) || IsAssigned(guest, device, domain));

    /// <summary>The devices that the guest is declared to get or that were given to its KVM; it need not hold them now.</summary>
    public IEnumerable<string> DevicesOf(string guest) =>
        Index
            .Guest(guest)
            .Assign.Select(a => a.Device)
            .Concat(Guests[guest].Files.SelectMany(f => f.Devices))
            .Distinct();

    /// <summary>Where several guests are to get the device, it is with the one that gets it through the domain in which it is.</summary>
    private bool IsAssigned(string guest, string device, string domain) =>
        Index.Guest(guest).Assign.Any(a => a.Device == device)
        && (
            Index.Guest(guest).Assign.Contains(new Assignment(device, domain))
            || !Index.Topology.Guests.Any(g => g.Assign.Contains(new Assignment(device, domain)))
        );

    /// <summary>What the kernel believes of the page table in which the device is: enforcement succeeded. False in a host's own
    /// domain.</summary>
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

    /// <summary>Every device of the group in the domain; null: in its default one.</summary>
    internal KernelState WithGroupIn(ImmutableArray<Device> group, string? domain) =>
        this with
        {
            Devices = Devices.SetItems(
                group.Select(d => KeyValuePair.Create(d.Name, Devices[d.Name] with { Domain = domain }))
            ),
        };

    /// <summary>The device with VFIO, opened by its user.</summary>
    internal KernelState Opened(string device)
    {
        var place = RestingFunction.Awake(Devices[device], Index.HostOf(Index.Device(device)).Kernel);
        var real = Index.RealOf(Index.Device(device)).Name;
        var bit = real == device ? place : Devices[real];
        var saved = WithDevice(device, place with { NoSnoopAtOpen = (bit.EnableNoSnoop, bit.NoSnoopSetBy) });
        var opened =
            bit.EnableNoSnoop && ForcedNoSnoop.Clears(Index, Index.Device(device))
                ? saved.WithDevice(
                    real,
                    saved.Devices[real] with
                    {
                        EnableNoSnoop = false,
                        NoSnoopSetBy = ForcedNoSnoop.Setter(real == device),
                    }
                )
                : saved;
        return opened.WithDevice(
            device,
            opened.Devices[device] with
            {
                RegisteredWithVfio = true,
                NoSnoopOffAtAttach = !opened.Devices[Index.Governing(Index.Device(device)).Name].EnableNoSnoop,
            }
        );
    }

    /// <summary>
    /// The device's user closes it: VFIO loads the configuration space that it saved when it opened the device, so the bit is what it was.
    /// Source: drivers/vfio/pci/vfio_pci_core.c:vfio_pci_core_enable, vfio_pci_core_disable.
    /// </summary>
    internal KernelState Closed(string device)
    {
        if (Devices[device].NoSnoopAtOpen is not { } saved)
        {
            return this;
        }

        var closed = WithDevice(device, Devices[device] with { NoSnoopAtOpen = null, NoSnoopOffAtAttach = false });
        var real = Index.RealOf(Index.Device(device)).Name;
        return closed.WithDevice(
            real,
            closed.Devices[real] with
            {
                EnableNoSnoop = saved.Bit,
                NoSnoopSetBy = saved.SetBy,
            }
        );
    }
}
