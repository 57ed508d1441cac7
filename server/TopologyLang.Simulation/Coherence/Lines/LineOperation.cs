namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>
/// What a program step physically does to a line. Everything that KVM, stage 2 or the path decides is resolved.
/// </summary>
internal enum LineOperation : byte
{
    None,

    /// <summary>A store through a write-back mapping.</summary>
    Store,
    StoreThrough,

    /// <summary>Memory gets the new value; copies stay as they are.</summary>
    StoreToMemory,

    /// <summary>Memory gets the new value; every copy is invalid.</summary>
    StoreAndInvalidate,

    /// <summary>A store through a write-back mapping, after which every copy is written back and invalidated.</summary>
    StoreAndFlush,

    /// <summary>
    /// A snooped DMA write: to memory, every copy invalid; or into the shared cache where there is one.
    /// </summary>
    DmaStore,

    /// <summary>A DMA write of which it is not known whether it is snooped.</summary>
    DmaStoreEitherWay,

    /// <summary>A store through a write-combining mapping.</summary>
    CombineStore,

    /// <summary>A load through a write-back or write-through mapping.</summary>
    Load,

    /// <summary>Every copy is written back and invalidated, then memory is read.</summary>
    FlushAndLoad,
    LoadMemory,

    /// <summary>
    /// Memory, or the value before the one that it is meant to return: a load from memory that is no part of cache
    /// coherency.
    /// </summary>
    LoadWriteOnly,

    /// <summary>The dirty copy if there is one, else memory or any clean copy.</summary>
    Snoop,

    /// <summary>One of the two above (a DMA read of which it is not known whether it is snooped).</summary>
    LoadEitherWay,

    /// <summary>A load through a write-combining mapping: it drains the CPU's own buffer first.</summary>
    CombineLoad,

    /// <summary>Written back, then invalid.</summary>
    Flush,

    /// <summary>Written back, stays clean.</summary>
    Clean,

    /// <summary>Invalid without a write-back.</summary>
    Discard,

    /// <summary>Arm's dc_ivac without a stage 2: both must be expected.</summary>
    DiscardOrFlush,

    /// <summary>A line operation is issued; it takes effect later.</summary>
    Issue,

    /// <summary>Write-combining buffers reach memory.</summary>
    Drain,

    /// <summary>One step of the caches or buffers by themselves.</summary>
    Environment,

    /// <summary>The modelled CPUs change places (a symmetry of the states; no step).</summary>
    Permute,
}
