namespace TopologyLang.Simulation.Topology;

public enum IommuModel
{
    IntelVtd,
    AmdVi,
    ArmSmmuV3,
    ArmSmmuV2,
    Qcom,
    Virtio,
    S390,
    Riscv,
    FslPamu,
    SpaprTce,
    AppleDart,
    Exynos,
    IpmmuVmsa,
    Msm,
    Mtk,
    MtkV1,
    Omap,
    Rockchip,
    Sprd,
    Sun50i,
    TegraGart,
    TegraSmmu,
    Hyperv,
    Vsi,
    Loongarch,

    /// <summary>None that Linux has: the file says itself what its driver answers.</summary>
    Other,
}

/// <summary>What enforce_cache_coherency() of a driver that the file describes answers.</summary>
public enum DriverEnforces
{
    Always,
    Never,

    /// <summary>Yes for a unit that can block no-snoop, and no for another one.</summary>
    PerUnit,
}

/// <summary>AMD-Vi's page-table formats: v1 is the host table with FC bits, v2 the x86-format one without.</summary>
public enum AmdPageTable
{
    V1,
    V2,
}

/// <summary>
/// One IOMMU unit. Capabilities that its model does not have keep their defaults and are not looked at.
/// </summary>
public sealed record Iommu
{
    public required string Name { get; init; }
    public required string Host { get; init; }
    public required IommuModel Model { get; init; }

    /// <summary>VT-d ECAP.SC.</summary>
    public bool SnoopControl { get; init; } = true;

    /// <summary>
    /// VT-d ECAP.C, in scalable mode ECAP.SMPWC; on SMMUs the walk coherency that the firmware reports.
    /// </summary>
    public bool CoherentWalk { get; init; } = true;

    public bool ScalableMode { get; init; }

    /// <summary>
    /// VT-d ECAP.PASID: requests with a PASID may have page tables of their own. Looked at in scalable mode only.
    /// </summary>
    public bool Pasid { get; init; } = true;

    public bool FirstStage { get; init; }
    public bool SecondStage { get; init; } = true;
    public bool Nested { get; init; }
    public bool PassThrough { get; init; } = true;
    public bool InterruptRemapping { get; init; } = true;

    /// <summary>
    /// VT-d ECAP.DT, IOTLB support of AMD-Vi, ATS of an SMMUv3 and its root complex: devices may keep translations.
    /// </summary>
    public bool DeviceTlb { get; init; } = true;

    /// <summary>
    /// It keeps dirty bits in its page tables (VT-d in scalable mode: ECAP.SSADS; AMD-Vi: EFR.HDSup).
    /// </summary>
    public bool DirtyTracking { get; init; }

    /// <summary>AMD-Vi: untranslated requests and v2 tables are allowed with SNP as well (page mode 0).</summary>
    public bool SnpMode0 { get; init; }

    public AmdPageTable PageTable { get; init; } = AmdPageTable.V1;
    public bool Stage1 { get; init; } = true;
    public bool Stage2 { get; init; } = true;
    public bool S2Fwb { get; init; }

    /// <summary>
    /// Of <see cref="IommuModel.Other"/>: the driver says that IOMMU_CACHE works; null: the file does not say.
    /// </summary>
    public bool? CacheCoherency { get; init; }

    /// <summary>Of <see cref="IommuModel.Other"/>.</summary>
    public DriverEnforces? Enforces { get; init; }

    /// <summary>Of <see cref="IommuModel.Other"/>: the hardware blocks no-snoop where the driver enforces.</summary>
    public bool? Blocks { get; init; }
}
