using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

/// <summary>
/// The programs that a device gets which is handed to somebody. driver-to-device and device-to-driver are written the
/// way its driver is known to behave, and exist where no program of the file uses the device and nothing happens in a
/// scenario. The leak checks, page-recycle and guest-sets-no-snoop, depend on the machine alone: whoever has the device
/// in the end can do the same, so they exist whatever other programs and scenarios there are. An <c>expect</c> can name
/// each of them.
/// </summary>
public static class BuiltInPrograms
{
    private const string BufferName = "buffer";

    private static readonly ImmutableArray<(BuiltInKind Kind, string Suffix)> Suffixes =
    [
        (BuiltInKind.DriverToDevice, "-driver-to-device"),
        (BuiltInKind.DeviceToDriver, "-device-to-driver"),
        (BuiltInKind.PageRecycle, "-page-recycle"),
        (BuiltInKind.GuestSetsNoSnoop, "-guest-sets-no-snoop"),
    ];

    /// <summary>The device whose built-in program would have this name; null where none would.</summary>
    public static string? DeviceOf(string programName) => Parse(programName)?.Device;

    /// <summary>The device and the kind of the built-in program that would have this name.</summary>
    public static (string Device, BuiltInKind Kind)? Parse(string programName)
    {
        foreach (var (kind, suffix) in Suffixes)
        {
            if (programName.Length > suffix.Length && programName.EndsWith(suffix, StringComparison.Ordinal))
            {
                return (programName[..^suffix.Length], kind);
            }
        }

        return null;
    }

    /// <summary>The name of a device's built-in program.</summary>
    public static string NameOf(string device, BuiltInKind kind) => device + Suffixes[(int)kind].Suffix;

    /// <param name="topology">Of its programs and scenarios nothing is read but whether there is a scenario.</param>
    /// <param name="used">Devices that some program of the file names, be it one that could not be understood and is
    /// left out.</param>
    /// <param name="given">What scenarios attach, or tell a guest's KVM of, besides what is declared.</param>
    public static ImmutableArray<Program> Of(
        SystemTopology topology,
        IReadOnlySet<string> used,
        IEnumerable<Operation> given
    )
    {
        var holders = DeviceHolders.Of(topology, given);
        return
        [
            .. topology
                .Devices.Where(device => holders.Has(device.Name))
                .SelectMany(device =>
                {
                    var unused = !topology.HasScenario && !used.Contains(device.Name) && !holders.PassesOn(device.Name);
                    var guest = holders.GuestOf(device.Name);
                    return Kinds(holders, device, unused)
                        .Select(kind => Of(device, kind, guest, holders.UsesNoSnoop(device)));
                }),
        ];
    }

    private static IEnumerable<BuiltInKind> Kinds(DeviceHolders holders, Device device, bool unused)
    {
        if (unused)
        {
            yield return BuiltInKind.DriverToDevice;
            yield return BuiltInKind.DeviceToDriver;
        }

        var isChecked = holders.IsWithStranger(device.Name) && !holders.IsCheckedInside(device.Name);
        if (unused || isChecked)
        {
            yield return BuiltInKind.PageRecycle;
        }

        if (isChecked && holders.GuestOf(device.Name) is not null)
        {
            yield return BuiltInKind.GuestSetsNoSnoop;
        }
    }

    /// <param name="guest">The guest that it is assigned to; null: it is used on its host.</param>
    private static Program Of(Device device, BuiltInKind kind, string? guest, bool noSnoop) =>
        new()
        {
            Name = NameOf(device.Name, kind),
            Guest = guest,
            Host = guest is null ? device.Host : null,
            Devices = [device.Name],
            Buffers = [new Buffer(BufferName, 4096, MemoryType.Wb)],
            Steps = Steps(device, kind, noSnoop || kind == BuiltInKind.GuestSetsNoSnoop),
            BuiltInAs = kind,
        };

    private static ImmutableArray<Step> Steps(Device device, BuiltInKind kind, bool noSnoop)
    {
        var protocol = DriverProtocol.Of(device.Driver);
        var dmaRead = new Step(StepKind.DmaRead, CpuSelector.None, BufferName, device.Name, noSnoop);
        var dmaWrite = dmaRead with { Kind = StepKind.DmaWrite };
        var write = new Step(StepKind.Write, CpuSelector.Own(0), BufferName);
        var read = write with { Kind = StepKind.Read };
        return kind switch
        {
            BuiltInKind.DriverToDevice => [write, .. Maintenance(protocol.BeforeDeviceReads), dmaRead],
            BuiltInKind.DeviceToDriver =>
            [
                write,
                .. Maintenance(protocol.BeforeDeviceWrites),
                dmaWrite,
                .. Maintenance(protocol.AfterDeviceWrites),
                read,
            ],
            _ => [new Step(StepKind.Recycle, CpuSelector.None, BufferName), dmaRead],
        };
    }

    private static IEnumerable<Step> Maintenance(ImmutableArray<StepKind> kinds) =>
        kinds.Select(kind =>
            kind == StepKind.Wbinvd ? new Step(kind, CpuSelector.All) : new Step(kind, CpuSelector.Own(0), BufferName)
        );
}
