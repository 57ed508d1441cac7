using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

/// <summary>
/// The three programs that a device gets which is handed to somebody and that no program of the file uses:
/// driver-to-device, device-to-driver and page-recycle, written the way its driver is known to behave. Their names can
/// be used in an <c>expect</c>. With a scenario in the file nothing runs by itself, so there are none.
/// </summary>
public static class BuiltInPrograms
{
    private const string DriverToDevice = "-driver-to-device";
    private const string DeviceToDriver = "-device-to-driver";
    private const string PageRecycle = "-page-recycle";
    private const string BufferName = "buffer";

    private static readonly ImmutableArray<string> Suffixes = [DriverToDevice, DeviceToDriver, PageRecycle];

    /// <summary>The device whose built-in program would have this name; null where none would.</summary>
    public static string? DeviceOf(string programName)
    {
        foreach (var suffix in Suffixes)
        {
            if (programName.Length > suffix.Length && programName.EndsWith(suffix, StringComparison.Ordinal))
            {
                return programName[..^suffix.Length];
            }
        }

        return null;
    }

    /// <param name="used">Devices that some program of the file names, be it one that could not be understood and is
    /// left out.</param>
    public static SystemTopology AddTo(SystemTopology topology, IReadOnlySet<string> used)
    {
        if (topology.HasScenario)
        {
            return topology;
        }

        var devices = topology.Devices.ToDictionary(device => device.Name, StringComparer.Ordinal);
        var names = topology.Programs.Select(program => program.Name).ToHashSet(StringComparer.Ordinal);
        var passedOn = topology
            .Devices.Select(device => device.Outer)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var attached = topology.Domains.SelectMany(domain => domain.Attach).ToHashSet(StringComparer.Ordinal);
        var guests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (guest, assignment) in topology.Guests.SelectMany(guest =>
                guest.Assign.Select(assignment => (guest, assignment))
            )
        )
        {
            guests.TryAdd(assignment.Device, guest.Name);
        }

        var added = topology
            .Devices.Where(device =>
                !used.Contains(device.Name)
                && !passedOn.Contains(device.Name)
                && (guests.ContainsKey(device.Name) || attached.Contains(device.Name))
            )
            .SelectMany(device => Of(device, UsesNoSnoop(devices, device), guests.GetValueOrDefault(device.Name)))
            .Where(program => names.Add(program.Name));
        return topology with { Programs = topology.Programs.AddRange(added) };
    }

    /// <summary>
    /// A virtual function and a mediated device make their requests through another function, whose bit decides.
    /// </summary>
    private static bool UsesNoSnoop(Dictionary<string, Device> devices, Device device) =>
        device.NoSnoop == NoSnoop.Used
        || DriverProtocol.Of(device.Driver).AlwaysNoSnoop
        || (
            (device.VfOf ?? device.MdevOf ?? device.Outer) is { } other
            && devices.GetValueOrDefault(other) is { } function
            && UsesNoSnoop(devices, function)
        );

    /// <param name="guest">The guest that it is assigned to; null: it is used on its host.</param>
    private static IEnumerable<Program> Of(Device device, bool noSnoop, string? guest)
    {
        var protocol = DriverProtocol.Of(device.Driver);
        Program Named(string suffix, ImmutableArray<Step> steps) =>
            new()
            {
                Name = device.Name + suffix,
                Guest = guest,
                Host = guest is null ? device.Host : null,
                Devices = [device.Name],
                Buffers = [new Buffer(BufferName, 4096, MemoryType.Wb)],
                Steps = steps,
                BuiltIn = true,
            };

        var dmaRead = new Step(StepKind.DmaRead, CpuSelector.None, BufferName, device.Name, noSnoop);
        var dmaWrite = dmaRead with { Kind = StepKind.DmaWrite };
        var write = new Step(StepKind.Write, CpuSelector.Own(0), BufferName);
        return
        [
            Named(DriverToDevice, [write, .. Maintenance(protocol.BeforeDeviceReads), dmaRead]),
            Named(
                DeviceToDriver,
                [
                    write,
                    .. Maintenance(protocol.BeforeDeviceWrites),
                    dmaWrite,
                    .. Maintenance(protocol.AfterDeviceWrites),
                    write with
                    {
                        Kind = StepKind.Read,
                    },
                ]
            ),
            Named(PageRecycle, [new Step(StepKind.Recycle, CpuSelector.None, BufferName), dmaRead]),
        ];
    }

    private static IEnumerable<Step> Maintenance(ImmutableArray<StepKind> kinds) =>
        kinds.Select(kind =>
            kind == StepKind.Wbinvd ? new Step(kind, CpuSelector.All) : new Step(kind, CpuSelector.Own(0), BufferName)
        );
}
