namespace TopologyLang.Simulation.Hardware;

/// <summary>A request of a device on an Arm machine.</summary>
/// <param name="CoherentPath">There is a way for it into the CPUs' coherency domain at all (CPM of the IORT).</param>
/// <param name="Canwbs">Its root complex keeps every access to memory coherent, whatever its attributes (IORT revision
/// E.f).</param>
/// <param name="Type">The type with which it sets out.</param>
public readonly record struct ArmRequest(
    bool NoSnoop,
    bool CoherentPath,
    bool Canwbs,
    ArmRequestType Type,
    ArmMapping Mapping
);
