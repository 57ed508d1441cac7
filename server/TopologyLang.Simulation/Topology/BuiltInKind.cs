namespace TopologyLang.Simulation.Topology;

/// <summary>What a built-in program asks of its device. The last two are the leak checks.</summary>
public enum BuiltInKind
{
    /// <summary>Does the device see what its driver writes?</summary>
    DriverToDevice,

    /// <summary>Does the driver see what the device writes?</summary>
    DeviceToDriver,

    /// <summary>Can the device read what was in a page before it was zeroed for the device's user?</summary>
    PageRecycle,

    /// <summary>The same, where the guest turns <i>Enable No Snoop</i> on and uses it, whatever its driver does.</summary>
    GuestSetsNoSnoop,
}
