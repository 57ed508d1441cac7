namespace TopologyLang.Simulation.Hardware;

/// <summary>A request at a VT-d unit, and what it meets there.</summary>
/// <param name="Scalable">Scalable mode (PASID entries), else legacy mode.</param>
/// <param name="SnoopControl">ECAP.SC.</param>
/// <param name="Snp">SNP, bit 11 of the second-stage entry.</param>
/// <param name="Pgsnp">PGSNP, bit 88 of the PASID entry.</param>
public readonly record struct VtdRequest(
    bool NoSnoop,
    VtdMode Mode,
    bool Scalable,
    bool SnoopControl,
    bool Snp,
    bool Pgsnp
);
