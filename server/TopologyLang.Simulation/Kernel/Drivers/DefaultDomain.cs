namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>What the groups of a driver are in while nobody else has them.</summary>
public enum DefaultDomain
{
    /// <summary>One of the DMA API.</summary>
    DmaApi,

    /// <summary>
    /// Before 6.7 none: the driver makes domains for others only, and the architecture has its own DMA code.
    /// </summary>
    None,

    /// <summary>The platform's own, which nobody can exchange.</summary>
    Platform,
}
