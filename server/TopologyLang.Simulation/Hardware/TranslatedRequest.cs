using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>A request whose address the device has translated itself (ATS), behind one page table.</summary>
/// <param name="Model">The IOMMU that gave the translation.</param>
/// <param name="NoSnoop">The device would set no-snoop if its translation lets it.</param>
/// <param name="CoherentPath">There is a way for it into the CPUs' coherency domain at all.</param>
/// <param name="Forced">The page table, or the root complex, makes the device's untranslated requests snoop.</param>
/// <param name="Untranslated">What becomes of the same request untranslated.</param>
/// <param name="Routing">What the root complex does with no-snoop that nothing else has cleared.</param>
public readonly record struct TranslatedRequest(
    IommuModel Model,
    bool NoSnoop,
    bool CoherentPath,
    bool Forced,
    Snoop Untranslated,
    NoSnoopRouting Routing
);
