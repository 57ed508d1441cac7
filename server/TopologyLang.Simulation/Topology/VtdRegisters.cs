namespace TopologyLang.Simulation.Topology;

/// <summary>
/// The bits of VT-d's capability registers that decide about coherency and stages.
/// Source: Intel VT-d specification, CAP_REG and ECAP_REG; Linux drivers/iommu/intel/iommu.h (ecap_sc_support,
/// ecap_coherent, ...).
/// </summary>
public readonly record struct VtdRegisters(ulong Cap, ulong Ecap)
{
    /// <summary>
    /// ECAP.SMPWC in scalable mode, else ECAP.C. Source: Linux
    /// drivers/iommu/intel/iommu.c:iommu_paging_structure_coherency.
    /// </summary>
    public bool CoherentWalk => Bit(Ecap, ScalableMode ? 48 : 0);

    /// <summary>
    /// Of no use outside of scalable mode. Source: Linux drivers/iommu/intel/iommu.h:pasid_supported.
    /// </summary>
    public bool Pasid => ScalableMode && Bit(Ecap, 40);

    public bool DeviceTlb => Bit(Ecap, 2);
    public bool InterruptRemapping => Bit(Ecap, 3);
    public bool PassThrough => Bit(Ecap, 6);
    public bool SnoopControl => Bit(Ecap, 7);
    public bool Nested => Bit(Ecap, 26);
    public bool ScalableMode => Bit(Ecap, 43);
    public bool SecondStage => !ScalableMode || Bit(Ecap, 46);

    /// <summary>Source: Linux drivers/iommu/intel/iommu.h:ssads_supported.</summary>
    public bool DirtyTracking => ScalableMode && Bit(Ecap, 45) && Bit(Ecap, 46);

    public bool FirstStage => ScalableMode && Bit(Ecap, 47);

    private static bool Bit(ulong register, int bit) => ((register >> bit) & 1) != 0;
}
