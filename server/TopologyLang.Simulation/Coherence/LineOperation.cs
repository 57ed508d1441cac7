namespace TopologyLang.Simulation.Coherence;

/// <summary>What a program step physically does to a line. Everything that KVM, stage 2 or the path decides is resolved.</summary>
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

    /// <summary>One of the two above (a DMA write of which it is not known whether it is snooped).</summary>
    StoreEitherWay,

    /// <summary>A load through a write-back or write-through mapping.</summary>
    Load,

    /// <summary>Every copy is written back and invalidated, then memory is read.</summary>
    FlushAndLoad,
    LoadMemory,

    /// <summary>The dirty copy if there is one, else memory or any clean copy.</summary>
    Snoop,

    /// <summary>One of the two above (a DMA read of which it is not known whether it is snooped).</summary>
    LoadEitherWay,

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
}
