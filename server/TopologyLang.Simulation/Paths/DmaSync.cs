using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.IommuCore;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// What the DMA API's dma_sync_* calls do: nothing for a device that is coherent for the kernel that makes them, else
/// what the architecture does for the direction. A program names no direction: that of a buffer follows from the
/// program's dma steps on it (read: to the device, write: from it, both or neither: bidirectional). Source:
/// kernel/dma/direct.h.
/// </summary>
internal static class DmaSync
{
    /// <summary>The buffer's path with what the calls on it do.</summary>
    public static BufferPath In(TopologyIndex index, Host host, Program program, BufferPath buffer) =>
        SyncTable.Find(host) is { } row
        && SyncedBuffers(program).Contains(buffer.Buffer)
        && DevicesOf(program, buffer.Buffer).Any(name => Maintains(host, program, index.Device(name)))
        && DirectionOf(program, buffer.Buffer) is var direction
            ? buffer with
            {
                SyncForDevice = row.ForDevice(direction),
                SyncForCpu = row.ForCpu(direction),
            }
            : buffer;

    /// <summary>Why it is not known what a sync call of the program does; null where it is.</summary>
    public static Reason? Unknown(TopologyIndex index, Host host, Program program) =>
        SyncedBuffers(program)
            .SelectMany(buffer => DevicesOf(program, buffer))
            .Select(name => OfGuest(index, host, program, index.Device(name)))
            .FirstOrDefault(why => why is not null)
        ?? SyncedBuffers(program)
            .Select(buffer => OfMixedDevices(index, host, program, buffer))
            .FirstOrDefault(why => why is not null);

    internal static DmaDirection DirectionOf(Program program, string buffer)
    {
        var read = program.Steps.Any(step => step.Kind == StepKind.DmaRead && step.Buffer == buffer);
        var written = program.Steps.Any(step => step.Kind == StepKind.DmaWrite && step.Buffer == buffer);
        return read == written ? DmaDirection.Bidirectional
            : read ? DmaDirection.ToDevice
            : DmaDirection.FromDevice;
    }

    /// <summary>The firmware that a guest's kernel asks is its VMM's.</summary>
    private static Reason? OfGuest(TopologyIndex index, Host host, Program program, Device device) =>
        program.Guest is null
        || !DmaCoherence.FirmwareDecides(host.Architecture)
        || GuestFirmware.CallsCoherent(index.Guest(program.Guest), device)
            ? null
            : new Reason(
                $"{program.Name}: whether the VMM of {program.Guest} tells its kernel that {device.Name} is DMA "
                    + "coherent is not known, and a sync call goes by that; write the maintenance by address itself",
                GuestFirmware.Source
            );

    private static Reason? OfMixedDevices(TopologyIndex index, Host host, Program program, string buffer) =>
        DevicesOf(program, buffer).Select(name => Maintains(host, program, index.Device(name))).Distinct().Count() > 1
            ? new Reason(
                $"{program.Name}: the devices that use {buffer} differ in whether they are DMA coherent, and a sync "
                    + "call does not say for which it is made"
            )
            : null;

    private static bool Maintains(Host host, Program program, Device device) =>
        program.Guest is null && !DmaCoherence.Of(host, device);

    private static IEnumerable<string> SyncedBuffers(Program program) =>
        program
            .Steps.Where(step => step.Kind is StepKind.SyncForDevice or StepKind.SyncForCpu)
            .Select(step => step.Buffer!)
            .Distinct();

    /// <summary>Those whose dma steps name the buffer; all of the program's where none does.</summary>
    private static ImmutableArray<string> DevicesOf(Program program, string buffer)
    {
        ImmutableArray<string> users =
        [
            .. program
                .Steps.Where(step => step.Buffer == buffer)
                .Select(step => step.Device)
                .OfType<string>()
                .Distinct(),
        ];
        return users.IsEmpty ? program.Devices : users;
    }
}
