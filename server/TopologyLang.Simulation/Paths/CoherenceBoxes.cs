using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// The matrix of what devices can do and IOMMUs prevent. It is the truth of the hardware, not what the kernel believes.
/// </summary>
public static class CoherenceBoxes
{
    public static BoxAnswer Of(SystemTopology topology, KernelState state, string device) =>
        Of(state.IndexOf(topology), state.IndexOf(topology).Device(device), state.DeviceOf(device));

    internal static BoxAnswer Of(TopologyIndex index, Device device, DeviceState state)
    {
        var place = Place(index, device, state);
        var bit = NoSnoopBit.ToReasons(device, state);
        ImmutableArray<Reason> chain = place.IsFunction
            ? [.. bit, .. state.Chain.Concat(state.Ats.Chain).Concat(place.Why).Distinct()]
            : bit;
        return new BoxAnswer(place.Box, place.Possible, place.Blocked, chain);
    }

    /// <summary>No-snoop is possible, and known not to be blocked.</summary>
    internal static bool IsOpen(TopologyIndex index, Device device, DeviceState state) =>
        Place(index, device, state) is { Possible: true, Blocked: false };

    private static Matrix Place(TopologyIndex index, Device device, DeviceState state)
    {
        if (device.Bus != DeviceBus.Pcie && device.MdevOf is null)
        {
            return new Matrix(false, null, null, null, []);
        }

        var possible = NoSnoopBit.Possible(device, state);
        var real = index.RealOf(device);
        var (blocked, why) = Blocked(index.HostOf(real), real, state);
        return new Matrix(
            true,
            blocked is { } known && device.MdevOf is null ? Box(possible, known) : null,
            possible,
            blocked,
            why
        );
    }

    /// <summary>
    /// A reserved bit does not count as blocking: what a unit does with it is not known. Neither is it known of a page
    /// table that blocks, if the device may get around it with ATS.
    /// </summary>
    private static (bool? Blocked, ImmutableArray<Reason> Chain) Blocked(
        Host declared,
        Device device,
        DeviceState state
    )
    {
        var host = declared with { NoSnoopRouting = NoSnoopRouting.Honour };
        return state.Translation switch
        {
            Translation.Unknown unknown => (null, [unknown.Why]),
            Translation.Blocked => (true, [new Reason("no request of any kind gets to memory")]),
            _ when Snooping.Of(host, device, state, true) is { } answer => (
                answer.Forced ? true
                : Snooping.Untranslated(host, device, state.Translation, true)!.Forced ? null
                : false,
                [Snooping.ToReason(answer)]
            ),
            _ => (null, []),
        };
    }

    private static int Box(bool possible, bool blocked) =>
        (possible, blocked) switch
        {
            (true, true) => 1,
            (false, true) => 2,
            (true, false) => 3,
            (false, false) => 4,
        };

    /// <param name="IsFunction">A PCIe function, or a part of one.</param>
    /// <param name="Why">Only what blocks it, or does not.</param>
    private readonly record struct Matrix(
        bool IsFunction,
        int? Box,
        bool? Possible,
        bool? Blocked,
        ImmutableArray<Reason> Why
    );
}
