namespace TopologyLang.Simulation.Hardware;

/// <summary>A request of a device on a RISC-V machine.</summary>
/// <param name="CoherentPath">There is a way for it into the CPUs' coherency domain at all.</param>
/// <param name="Coherent">Firmware calls the device's DMA coherent.</param>
/// <param name="OwnIommu">It passes a RISC-V IOMMU.</param>
public readonly record struct RiscvRequest(bool NoSnoop, bool CoherentPath, bool Coherent, bool OwnIommu);
