namespace TopologyLang.Simulation.Hardware;

/// <summary>What the CPUs make of a mapping of ordinary memory.</summary>
public enum MappingEffect
{
    Cached,

    /// <summary>Accesses bypass the caches and do not look into them.</summary>
    Uncached,

    /// <summary>The architecture's page tables cannot say it.</summary>
    NoSuchType,

    /// <summary>No source tells.</summary>
    Unknown,
}
