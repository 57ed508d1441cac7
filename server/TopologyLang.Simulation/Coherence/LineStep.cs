using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

/// <summary>What one program step does to one line.</summary>
/// <param name="Cpu">The physical CPU, where <see cref="Caches"/> says that the step is a store or load through its cache.</param>
/// <param name="On">The caches on which a flush, clean or discard acts.</param>
/// <param name="Slot">The pending slot of an <see cref="LineOperation.Issue"/>.</param>
/// <param name="Completes">Pending slots that take effect, in any order, within the step and before its own operation.</param>
internal readonly record struct LineStep(LineOperation Operation, int Cpu, CpuSet On, int Slot, ImmutableArray<int> Completes)
{
    public static readonly LineStep Nothing = new(LineOperation.None, 0, CpuSet.None, 0, []);

    /// <summary>The step may install a copy in the cache of <see cref="Cpu"/>.</summary>
    public bool Caches => Operation is LineOperation.Store or LineOperation.StoreThrough or LineOperation.Load;
}
