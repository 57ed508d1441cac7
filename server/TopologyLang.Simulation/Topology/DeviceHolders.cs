using System.Collections.Frozen;

namespace TopologyLang.Simulation.Topology;

/// <summary>Who gets which device, by what is declared and by what the scenarios do.</summary>
internal sealed class DeviceHolders
{
    private readonly Dictionary<string, string> guests = new(StringComparer.Ordinal);
    private readonly HashSet<string> attached;
    private readonly HashSet<string> withStranger;
    private readonly FrozenDictionary<string, Device> devices;
    private readonly HashSet<string> passedOn = new(StringComparer.Ordinal);
    private readonly HashSet<string> checkedInside = new(StringComparer.Ordinal);

    private DeviceHolders(SystemTopology topology, List<(string Device, string Domain)> attaches)
    {
        devices = topology.Devices.ToFrozenDictionary(device => device.Name, StringComparer.Ordinal);
        var strangers = topology
            .Domains.Where(domain => domain.IsOfStranger)
            .Select(domain => domain.Name)
            .ToHashSet(StringComparer.Ordinal);
        attached = attaches.Select(one => one.Device).ToHashSet(StringComparer.Ordinal);
        withStranger = attaches
            .Where(one => strangers.Contains(one.Domain))
            .Select(one => one.Device)
            .ToHashSet(StringComparer.Ordinal);
    }

    public static DeviceHolders Of(SystemTopology topology, IEnumerable<Operation> given)
    {
        var operations = given.ToList();
        var declared = topology.Domains.SelectMany(domain => domain.Attach.Select(device => (device, domain.Name)));
        var happening = operations
            .Where(operation => operation.Kind == OperationKind.Attach)
            .Select(operation => (operation.Device!, operation.Domain!));
        var holders = new DeviceHolders(topology, [.. declared, .. happening]);
        var assigned = topology.Guests.SelectMany(guest => guest.Assign.Select(one => (one.Device, guest.Name)));
        var told = operations
            .Where(operation => operation.Kind == OperationKind.KvmAdd)
            .Select(operation => (operation.Device!, operation.Guest!));
        foreach (var (device, guest) in assigned.Concat(told))
        {
            holders.guests.TryAdd(device, guest);
        }

        foreach (var device in topology.Devices.Where(device => device.Outer is not null))
        {
            holders.passedOn.Add(device.Outer!);
            if (holders.IsWithStranger(device.Name))
            {
                holders.checkedInside.Add(device.Outer!);
            }
        }

        return holders;
    }

    public bool Has(string device) => guests.ContainsKey(device) || attached.Contains(device);

    /// <summary>Somebody has it whom the kernel does not trust: a guest, or a process.</summary>
    public bool IsWithStranger(string device) => guests.ContainsKey(device) || withStranger.Contains(device);

    /// <summary>The first guest that gets it; null where none does.</summary>
    public string? GuestOf(string device) => guests.GetValueOrDefault(device);

    /// <summary>A host in the guest has it as a device of its own.</summary>
    public bool PassesOn(string device) => passedOn.Contains(device);

    /// <summary>
    /// That host gives it to a user in turn, whose leak check reads the same memory through the same page table.
    /// </summary>
    public bool IsCheckedInside(string device) => checkedInside.Contains(device);

    /// <summary>
    /// A virtual function and a mediated device make their requests through another function, whose bit decides.
    /// </summary>
    public bool UsesNoSnoop(Device device) =>
        device.NoSnoop == NoSnoop.Used
        || DriverProtocol.Of(device.Driver).AlwaysNoSnoop
        || (
            (device.VfOf ?? device.MdevOf ?? device.Outer) is { } other
            && devices.TryGetValue(other, out var function)
            && UsesNoSnoop(function)
        );
}
