namespace TopologyLang.Simulation.Hardware;

/// <param name="Fc">Force coherent: bit 60 of the host table's entry, or Mode0FC of the device-table entry for
/// identity.</param>
public readonly record struct AmdRequest(bool NoSnoop, AmdMode Mode, bool Fc);
