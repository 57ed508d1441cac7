using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>A device's <c>no_snoop</c> as a file would have to say it now, after guest and host wrote the bit.</summary>
public static class NoSnoopNow
{
    public static NoSnoop Of(Device device, DeviceState state) => (device.NoSnoop, state.EnableNoSnoop) switch
    {
        (NoSnoop.HardwiredZero, _) => NoSnoop.HardwiredZero,
        (_, false) => NoSnoop.Disabled,
        (NoSnoop.Used, true) => NoSnoop.Used,
        _ => NoSnoop.Enabled,
    };
}
