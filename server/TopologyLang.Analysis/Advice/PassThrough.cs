using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Advice;

/// <summary>
/// Machines with one device given to a new guest, and nobody else using its IOMMUs. Of a machine only as much is kept
/// as the answer can depend on, so that a device costs the same however many others there are.
/// </summary>
internal sealed class PassThrough(SystemTopology topology)
{
    /// <summary>Names that no file can declare, as they hold a space.</summary>
    public const string Guest = "a guest";

    private const string Domain = "its domain";

    private readonly FrozenDictionary<string, Machine> machines = MachinesOf(topology);

    private readonly ILookup<string, Assumption> assumptions = topology.Assumptions.ToLookup(
        one => one.Host,
        StringComparer.Ordinal
    );

    public Host HostOf(Device device) => machines[device.Host].Host;

    /// <param name="change">Of the device's host.</param>
    public SystemTopology Of(Device device, DomainApi api, Func<Host, Host> change)
    {
        var machine = machines[device.Host];
        var (units, devices) = machine.Around(device);
        var bare = new SystemTopology
        {
            Hosts = [change(machine.Host)],
            Iommus = units,
            Devices = devices,
            Assumptions = AssumptionsOf(machine.Host, units, devices),
            Domains =
            [
                new Domain
                {
                    Name = Domain,
                    Host = device.Host,
                    Api = api,
                    Attach = [device.Name],
                },
            ],
            Guests =
            [
                new Guest
                {
                    Name = Guest,
                    Host = device.Host,
                    Assign = [new Assignment(device.Name, Domain)],
                },
            ],
        };
        var others = devices.Select(one => one.Name).Except([device.Name]).ToHashSet(StringComparer.Ordinal);
        return bare with
        {
            // The function is taken to use no-snoop already, so that what a guest turns on says nothing new.
            Programs =
            [
                .. BuiltInPrograms
                    .Of(bare, others, [])
                    .Where(program => program.BuiltInAs != BuiltInKind.GuestSetsNoSnoop),
            ],
        };
    }

    /// <summary>What the file leaves open decides here no more than it does of the file's own programs.</summary>
    private ImmutableArray<Assumption> AssumptionsOf(
        Host host,
        ImmutableArray<Iommu> units,
        ImmutableArray<Device> devices
    )
    {
        var kept = units
            .Select(unit => unit.Name)
            .Concat(devices.Select(device => device.Name))
            .Append(host.Name)
            .ToHashSet(StringComparer.Ordinal);
        return [.. assumptions[host.Name].Where(one => kept.Contains(one.Name))];
    }

    private static FrozenDictionary<string, Machine> MachinesOf(SystemTopology topology)
    {
        var units = topology.Iommus.ToLookup(unit => unit.Host, StringComparer.Ordinal);
        var devices = topology.Devices.ToLookup(device => device.Host, StringComparer.Ordinal);
        return topology.Hosts.ToFrozenDictionary(
            host => host.Name,
            host => new Machine(host, [.. units[host.Name]], [.. devices[host.Name]]),
            StringComparer.Ordinal
        );
    }

    /// <summary>A host with what is on it, in file order.</summary>
    private sealed class Machine(Host host, ImmutableArray<Iommu> units, ImmutableArray<Device> devices)
    {
        private readonly FrozenDictionary<string, (Iommu Unit, int Place)> unitsByName = units
            .Select((unit, place) => (unit, place))
            .ToFrozenDictionary(one => one.unit.Name, StringComparer.Ordinal);

        private readonly FrozenDictionary<string, (Device Device, int Place)> devicesByName = devices
            .Select((device, place) => (device, place))
            .ToFrozenDictionary(one => one.device.Name, StringComparer.Ordinal);

        private readonly ILookup<string?, Device> groups = devices
            .Where(device => device is { MdevOf: null, Group: not null })
            .ToLookup(device => device.Group, StringComparer.Ordinal);

        /// <summary>
        /// Of each class of devices behind a unit the first: whether a kernel uses a unit may depend on what kinds of
        /// devices are behind it (intel_iommu=igfx_off), not on how many.
        /// </summary>
        private readonly ILookup<string?, Device> samples = devices
            .DistinctBy(device => (device.Iommu, device.Class))
            .ToLookup(device => device.Iommu, StringComparer.Ordinal);

        /// <summary>
        /// Of units that differ in their names alone, and of which the kernel makes the same, the first: a driver asks
        /// whether all units, or any, can do something.
        /// </summary>
        private ImmutableArray<string>? differentUnits;

        public Host Host => host;

        /// <summary>
        /// The device with its group, the functions that it and they are parts of, and the units; in file order.
        /// </summary>
        public (ImmutableArray<Iommu> Units, ImmutableArray<Device> Devices) Around(Device device)
        {
            var close = new Dictionary<string, Device>(StringComparer.Ordinal);
            AddWithGroup(close, device);
            differentUnits ??= [.. units.DistinctBy(Kind).Select(unit => unit.Name)];
            ImmutableArray<(Iommu Unit, int Place)> keptUnits =
            [
                .. close
                    .Values.Select(one => one.Iommu)
                    .OfType<string>()
                    .Concat(differentUnits)
                    .Distinct(StringComparer.Ordinal)
                    .Select(name => unitsByName[name])
                    .OrderBy(one => one.Place),
            ];
            var keptDevices = close
                .Values.Concat(keptUnits.SelectMany(one => samples[one.Unit.Name]))
                .Select(one => one.Name)
                .Distinct(StringComparer.Ordinal)
                .Select(name => devicesByName[name])
                .OrderBy(one => one.Place);
            return ([.. keptUnits.Select(one => one.Unit)], [.. keptDevices.Select(one => one.Device)]);
        }

        private (Iommu Unit, string Classes) Kind(Iommu unit) =>
            (
                unit with
                {
                    Name = "",
                },
                string.Join('\n', samples[unit.Name].Select(device => device.Class ?? "").Order(StringComparer.Ordinal))
            );

        private void AddWithGroup(Dictionary<string, Device> close, Device device)
        {
            if (!close.TryAdd(device.Name, device))
            {
                return;
            }

            var parents = new[] { device.VfOf, device.MdevOf }
                .OfType<string>()
                .Select(name => devicesByName[name].Device);
            var members = device is { MdevOf: null, Group: not null } ? groups[device.Group] : [];
            foreach (var other in parents.Concat(members))
            {
                AddWithGroup(close, other);
            }
        }
    }
}
