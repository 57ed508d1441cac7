namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>How a read goes wrong.</summary>
[Flags]
internal enum ReadFaults
{
    None = 0,

    /// <summary>It returns an older value than the last write before it in the text made.</summary>
    Older = 1,

    /// <summary>It returns a newer one: what it is meant to read was overwritten before.</summary>
    Newer = 2,
    Any = Older | Newer,
}

internal static class ReadFaultsOf
{
    public static ReadFaults Value(int read, int expected) =>
        read < expected ? ReadFaults.Older
        : read > expected ? ReadFaults.Newer
        : ReadFaults.None;
}
