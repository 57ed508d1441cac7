namespace TopologyLang.Simulation.Topology;

/// <summary>What becomes of the write-combining buffers when a device is told to look.</summary>
public enum CombiningBuffers
{
    /// <summary>The doorbell drains them first, so that they never show.</summary>
    Drained,

    /// <summary>
    /// Only a fence or the CPU itself does: a doorbell through a write-combining BAR, or a device that polls memory.
    /// </summary>
    Kept,
}

/// <summary>Do write-combining accesses look into the caches first? Either: an implementation may do both.</summary>
public enum CombiningChecks
{
    Yes,
    No,
    Either,
}

/// <summary>What becomes of a dirty line that another cache reads.</summary>
public enum DirtyLines
{
    /// <summary>Its cache keeps it.</summary>
    Keep,

    /// <summary>It may also go over to the reader, dirty (AMD64 APM vol. 2, 7.3; Arm ARM D7.5.9).</summary>
    Migrate,
}

/// <summary>
/// What the coherence model has beyond its core. A verdict is shown with the profile that it was found under: what is
/// coherent in the core may be stale in a richer one.
/// </summary>
/// <param name="Checks">Null: as every other uncached access of the host.</param>
/// <param name="DmaAllocates">A snooped DMA write may leave its data in a shared cache instead of memory (DDIO, cache
/// stashing).</param>
public sealed record CoherenceProfile(
    CombiningBuffers Buffers = CombiningBuffers.Drained,
    CombiningChecks? Checks = null,
    bool DmaAllocates = false,
    DirtyLines DirtyLines = DirtyLines.Keep
)
{
    public static readonly CoherenceProfile Core = new();

    /// <summary>All that the manuals leave open.</summary>
    public static readonly CoherenceProfile Architectural = new(
        CombiningBuffers.Kept,
        CombiningChecks.Either,
        true,
        DirtyLines.Migrate
    );

    /// <summary><c>default</c>, <c>architectural</c>, or the host properties that differ from the core.</summary>
    public string Name =>
        this == Core ? "default"
        : this == Architectural ? "architectural"
        : string.Join(", ", Differences());

    private IEnumerable<string> Differences()
    {
        if (Buffers == CombiningBuffers.Kept)
        {
            yield return "wc_buffers = kept";
        }

        if (Checks is { } checks)
        {
            yield return "wc_checks = "
                + $"{(checks == CombiningChecks.Yes ? "yes" : checks == CombiningChecks.No ? "no" : "either")}";
        }

        if (DmaAllocates)
        {
            yield return "dma_allocates = yes";
        }

        if (DirtyLines == DirtyLines.Migrate)
        {
            yield return "dirty_lines = migrate";
        }
    }
}
