namespace TopologyLang.Simulation.Hardware;

/// <summary>What the CPU really does with an access (x86).</summary>
public enum EffectiveType
{
    WriteBack,
    WriteThrough,
    WriteProtected,

    /// <summary>Intel: may bypass the caches without a look. AMD: the same.</summary>
    WriteCombining,

    /// <summary>AMD under nested paging: write-combining that probes every cache (WC+).</summary>
    WriteCombiningPlus,

    /// <summary>Uncached by MTRR: the caches need not be checked (Intel UC1, AMD UC).</summary>
    Uncached,

    /// <summary>Uncached by PAT: the caches must be checked (Intel UC2, AMD CD).</summary>
    UncachedChecked,
}
