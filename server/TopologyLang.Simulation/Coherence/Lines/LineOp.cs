namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>What one step does to a line, in terms of its <see cref="LineShape"/>. It holds no names.</summary>
/// <param name="Cpu">The index of the cache of a store or load.</param>
/// <param name="Word">The word that is stored or loaded.</param>
/// <param name="On">The caches, a bit each, on which a flush, clean, discard or drain acts.</param>
/// <param name="Waits">A load that is repeated until it returns the newest value.</param>
/// <param name="Value">
/// What a store writes, and a load is meant to return; <see cref="Newest"/>: a store makes all other values of the word
/// old, and a load is meant to return the newest one.
/// </param>
internal sealed record LineOp(
    LineOperation Operation,
    int Cpu = 0,
    int Word = 0,
    ulong On = 0,
    bool Waits = false,
    int Value = LineOp.Newest
)
{
    public const int Newest = -1;

    public static readonly LineOp Environment = new(LineOperation.Environment);
}
