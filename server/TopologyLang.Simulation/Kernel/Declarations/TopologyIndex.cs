using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Declarations;

/// <summary>The declarations of one topology by name. Built once, and shared by every state of its timeline.</summary>
public sealed class TopologyIndex
{
    private readonly Dictionary<string, Host> hosts;
    private readonly Dictionary<string, KernelVersion> kernels;
    private readonly Dictionary<string, Iommu> iommus;
    private readonly Dictionary<string, Device> devices;
    private readonly Dictionary<string, Domain> domains;
    private readonly Dictionary<string, Guest> guests;
    private readonly Dictionary<string, ImmutableArray<Device>> groups;
    private readonly Dictionary<string, ImmutableArray<Iommu>> unitsOfHost;
    private readonly Dictionary<(string Host, IommuModel Model), ImmutableArray<Iommu>> unitsOfDriver;
    private readonly ILookup<string, Device> mediated;
    private readonly ILookup<string, Device> inner;
    private readonly Lazy<ILookup<string, string>> usersOfMemory;

    /// <param name="declared">What the file declares, where the topology is what has become of it; null: the
    /// same.</param>
    public TopologyIndex(SystemTopology topology, SystemTopology? declared = null)
    {
        Declared = declared ?? topology;
        topology = Remapping.AsKernelsUseIt(topology);
        Topology = topology;
        hosts = topology.Hosts.ToDictionary(h => h.Name, h => AsItRuns(topology, h));
        kernels = topology.Hosts.ToDictionary(h => h.Name, h => h.Kernel);
        iommus = topology.Iommus.ToDictionary(i => i.Name);
        devices = topology.Devices.ToDictionary(d => d.Name);
        domains = topology.Domains.ToDictionary(d => d.Name);
        guests = topology.Guests.ToDictionary(g => g.Name);
        groups = topology.Devices.GroupBy(GroupKey).ToDictionary(g => g.Key, g => g.ToImmutableArray());
        mediated = topology.Devices.Where(d => d.MdevOf is not null).ToLookup(d => d.MdevOf!);
        inner = topology.Devices.Where(d => d.Outer is not null).ToLookup(d => d.Outer!);
        usersOfMemory = new Lazy<ILookup<string, string>>(() =>
            topology
                .Guests.SelectMany(g => g.Assign.Select(a => MemoryOf(a.Domain)).Distinct().Select(m => (m, g.Name)))
                .ToLookup(user => user.m, user => user.Name)
        );
        unitsOfHost = topology.Iommus.GroupBy(i => i.Host).ToDictionary(g => g.Key, g => g.ToImmutableArray());
        unitsOfDriver = topology
            .Iommus.GroupBy(i => (i.Host, i.Model))
            .ToDictionary(g => g.Key, g => g.ToImmutableArray());
    }

    /// <summary>With the nearest known kernel to the declared one, and with SEV-SNP as that kernel has it.</summary>
    private static Host AsItRuns(SystemTopology topology, Host host) =>
        host with
        {
            Kernel = KernelVersions.SimulatedAs(host.Kernel),
            Snp = Snp.IsOn(topology, host),
        };

    public SystemTopology Topology { get; }

    public SystemTopology Declared { get; }

    /// <summary>
    /// The host with the kernel that is simulated: the nearest known one to the declared one. Its <c>Snp</c> says
    /// whether that kernel has SEV-SNP switched on.
    /// </summary>
    public Host Host(string name) => hosts[name];

    /// <summary>The version that the file gives, which may be one whose behaviour is not known.</summary>
    public KernelVersion DeclaredKernel(string host) => kernels[host];

    /// <summary>
    /// The version that answers for the host: the simulated one, or a declared one that is too old to be simulated.
    /// </summary>
    public KernelVersion AnsweringKernel(string host) =>
        KernelVersions.IsTooOld(kernels[host]) ? kernels[host] : hosts[host].Kernel;

    public Device Device(string name) => devices[name];

    public Domain Domain(string name) => domains[name];

    public Guest Guest(string name) => guests[name];

    public bool HasDevice(string name) => devices.ContainsKey(name);

    public bool HasDomain(string name) => domains.ContainsKey(name);

    public bool HasGuest(string name) => guests.ContainsKey(name);

    public Host HostOf(Device device) => hosts[device.Host];

    /// <summary>
    /// The unit that translates for the device; null where there is none in front of it, and for a mediated device: its
    /// parent's requests are translated.
    /// </summary>
    public Iommu? UnitOf(Device device) => device is { MdevOf: null, Iommu: { } name } ? iommus[name] : null;

    /// <summary>
    /// The function whose Enable No Snoop decides: its physical function's for a virtual function, its parent's for a
    /// mediated device, that of the machine below for a device of a host in a guest, and else its own. Source: PCI
    /// Express specification 9.3.5.4 (the bit is RsvdP in a virtual function).
    /// </summary>
    public Device Governing(Device device) =>
        (device.VfOf ?? device.MdevOf ?? device.Outer) is { } other ? Governing(devices[other]) : device;

    /// <summary>The device of a real machine that this one is: itself, unless its host runs in a guest.</summary>
    public Device RealOf(Device device) => device.Outer is { } outer ? RealOf(devices[outer]) : device;

    /// <summary>The real machine on which a host runs: itself, unless it runs in a guest.</summary>
    public Host MachineOf(Host host) => host.InGuest is { } guest ? MachineOf(hosts[guests[guest].Host]) : host;

    /// <summary>How many guests there are around the host.</summary>
    public int DepthOf(Host host) => host.InGuest is { } guest ? 1 + DepthOf(hosts[guests[guest].Host]) : 0;

    /// <summary>The host runs on the other one: it is that one itself, or runs in one of its guests.</summary>
    public bool RunsOn(Host host, string below) =>
        host.Name == below || (host.InGuest is { } guest && RunsOn(hosts[guests[guest].Host], below));

    /// <summary>The mediated devices of a device, in file order.</summary>
    public IEnumerable<Device> MediatedOf(Device device) => mediated[device.Name];

    /// <summary>The domain whose mappings a domain translates with: a nested one has those of its parent.</summary>
    public string MemoryOf(string domain) => domains[domain].Parent ?? domain;

    /// <summary>The guests that get a device through a domain with these mappings, in file order.</summary>
    public IEnumerable<string> UsersOf(string memory) => usersOfMemory.Value[memory];

    /// <summary>What the device is called in a machine that runs in its guest, in file order.</summary>
    public IEnumerable<Device> InnerOf(string device) => inner[device];

    /// <summary>Every unit of the host that runs by the same driver, in file order, the unit itself included.</summary>
    public ImmutableArray<Iommu> PeersOf(Iommu unit) => unitsOfDriver[(unit.Host, unit.Model)];

    /// <summary>Every unit of the host, in file order.</summary>
    public ImmutableArray<Iommu> UnitsOf(string host) => unitsOfHost.TryGetValue(host, out var units) ? units : [];

    /// <summary>The members of the device's IOMMU group, in file order: itself at least.</summary>
    public ImmutableArray<Device> GroupOf(Device device) => groups[GroupKey(device)];

    public ImmutableArray<Device> Group(string key) => groups[key];

    /// <summary>
    /// A name for the device's IOMMU group that is unique in the topology. A declared group belongs to one host; that
    /// of a mediated device is its own.
    /// </summary>
    public static string GroupKey(Device device) =>
        device is { MdevOf: null, Group: { } group }
            ? $"{device.Host} group {group}"
            : $"{device.Host} device {device.Name}";
}
