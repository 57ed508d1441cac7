using System.Numerics;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>
/// What a line consists of and what its caches may do by themselves: all that its steps depend on besides its state.
/// </summary>
/// <param name="Cpus">CPUs whose caches are modelled.</param>
/// <param name="Shared">There is a shared cache as well, into which DMA allocates.</param>
/// <param name="Words">Buffers that share the line.</param>
/// <param name="Buffers">Each CPU has a write-combining buffer that shows.</param>
/// <param name="Checks">Of write-combining accesses.</param>
/// <param name="Migrates">A dirty line may go over to the cache that reads it.</param>
/// <param name="Values">
/// Of each word the number of values that are told apart; 0: the newest and all others, which a store makes old.
/// </param>
internal sealed record LineShape(
    int Cpus,
    bool Shared,
    int Words,
    bool Buffers,
    CombiningChecks Checks,
    bool Prefetch,
    bool Migrates,
    int Values = 0
)
{
    /// <summary>Bits of a value.</summary>
    public int ValueBits => Values == 0 ? 1 : BitOperations.Log2((uint)Values - 1) + 1;

    /// <summary>The shared cache comes after those of the CPUs.</summary>
    public int Caches => Cpus + (Shared ? 1 : 0);

    public ulong AllCaches => (1UL << Caches) - 1;
}
