namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>What a program step does to one line of the product.</summary>
/// <param name="Completes">Bits of pending operations that take effect first.</param>
/// <param name="Drain">A step of the line's table; -1: none.</param>
/// <param name="Step">Likewise, after the drain.</param>
/// <param name="Issues">The pending bit that it sets.</param>
internal readonly record struct ProductAction(int Line, ulong Completes, int Drain, int Step, ulong Issues);
