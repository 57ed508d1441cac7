using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// A device's <c>no_snoop</c> as a file would have to say it now, after guest and host wrote the bit.
/// </summary>
public static class NoSnoopNow
{
    public static NoSnoop Of(Device device, DeviceState state) =>
        (Declared(device, state), state.EnableNoSnoop) switch
        {
            (NoSnoop.HardwiredZero, _) => NoSnoop.HardwiredZero,
            (_, false) => NoSnoop.Disabled,
            (NoSnoop.Used, true) => NoSnoop.Used,
            _ => NoSnoop.Enabled,
        };

    /// <summary>A device of a host in a guest is one of the machine below, whose function decides.</summary>
    private static NoSnoop Declared(Device device, DeviceState state) =>
        device.Outer is not null && state.Governing is { } real ? real.NoSnoop : device.NoSnoop;
}
