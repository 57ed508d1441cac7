using System.Numerics;

namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>
/// States that differ in their lowest six bits alone. A step of any line but the first, and all that a cache does to
/// such a line, acts on all of them alike, so that one look-up serves them all.
/// </summary>
/// <param name="Base">What they have in common; the lowest six bits are 0.</param>
/// <param name="States">A bit for each value of the lowest six bits.</param>
internal readonly record struct StateBlock(ulong Base, ulong States)
{
    public const int Bits = 6;
    public const ulong Mask = (1UL << Bits) - 1;

    public int Count => BitOperations.PopCount(States);

    /// <summary>Its states one by one.</summary>
    public IEnumerable<ulong> Each()
    {
        for (var left = States; left != 0; left &= left - 1)
        {
            yield return Base | (uint)BitOperations.TrailingZeroCount(left);
        }
    }

    public static StateBlock Of(ulong state) => new(state & ~Mask, BitOf(state));

    /// <summary>The bit of a state, or of a state's number, in its block.</summary>
    public static ulong BitOf(ulong state) => 1UL << (int)(state & Mask);
}
