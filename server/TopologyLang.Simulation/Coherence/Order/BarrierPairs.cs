namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>What the barriers between two steps of a CPU order.</summary>
/// <param name="Memory">Of two accesses to memory.</param>
/// <param name="Registers">Where one of them is a store to a device's register.</param>
internal readonly record struct BarrierPairs(AccessPairs Memory, AccessPairs Registers)
{
    public static readonly BarrierPairs None;

    public BarrierPairs And(BarrierPairs other) => new(Memory | other.Memory, Registers | other.Registers);

    public AccessPairs Of(OrderStep before, OrderStep after) =>
        before.Kind == OrderKind.Doorbell || after.Kind == OrderKind.Doorbell ? Registers : Memory;

    public bool Orders(OrderStep before, OrderStep after) => (Of(before, after) & before.PairWith(after)) != 0;
}
