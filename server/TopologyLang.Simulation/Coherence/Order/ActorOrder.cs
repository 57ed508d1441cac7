using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>Which steps of one actor keep the order in which the program writes them.</summary>
internal sealed class ActorOrder(Architecture architecture, DeviceReadsOf reads, bool seenByDevices)
{
    private readonly CpuOrderRow cpu = CpuOrders.Of(architecture);

    /// <summary>What a barrier between two accesses orders, as it counts in this program.</summary>
    public BarrierPairs PairsOf(BarrierKind kind)
    {
        var row = Barriers.Of(architecture, kind);
        return row.ForCpusOnly && seenByDevices
            ? BarrierPairs.None
            : new BarrierPairs(row.PairsOf(withRegister: false), row.PairsOf(withRegister: true));
    }

    /// <param name="between">What the barriers between the two order.</param>
    /// <returns>Null: they may happen in the other order.</returns>
    public OrderReason? Between(OrderStep before, OrderStep after, BarrierPairs between) =>
        before.Actor.Kind == ActorKind.Device ? OfDevice(before, after) : OfCpu(before, after, between);

    /// <summary>
    /// A relaxed write may overtake earlier writes to other buffers and interrupts, which are posted writes too, and of
    /// pipelined reads each waits for itself alone; all else a device does one after the other (PCIe 2.4.1: the
    /// relaxed-ordering attribute, and reads that pass reads).
    /// </summary>
    private OrderReason? OfDevice(OrderStep before, OrderStep after)
    {
        var elsewhere = before.Step.Buffer != after.Step.Buffer;
        var overtakes =
            after.Step.Relaxed && before.Step.Kind is StepKind.DmaWrite or StepKind.DmaInterrupt && elsewhere;
        var passes =
            before.Step.Kind == StepKind.DmaRead
            && after.Step.Kind == StepKind.DmaRead
            && elsewhere
            && reads(before.Step) == DeviceReads.Pipelined;
        return overtakes || passes ? null : OrderReason.Device;
    }

    private OrderReason? OfCpu(OrderStep before, OrderStep after, BarrierPairs between)
    {
        if (before.Kind == OrderKind.Whole || after.Kind == OrderKind.Whole)
        {
            return OrderReason.WholeCpu;
        }

        if (before.Kind == OrderKind.StoreFence || after.Kind == OrderKind.StoreFence)
        {
            var other = before.Kind == OrderKind.StoreFence ? after : before;
            return other.IsRead ? null : OrderReason.Barrier;
        }

        return before.IsReadOrWrite && after.IsReadOrWrite
            ? OfAccesses(before, after, between.Of(before, after))
            : OfMaintenance(before, after);
    }

    /// <summary>
    /// A line operation keeps its place among the accesses and operations of its CPU to that line. clflush keeps it
    /// also among all stores and other clflush (Intel SDM vol. 2, CLFLUSH); the other instructions do not.
    /// </summary>
    private static OrderReason? OfMaintenance(OrderStep before, OrderStep after) =>
        before.Line == after.Line ? OrderReason.Maintenance
        : IsFlushOrStore(before) && IsFlushOrStore(after) ? OrderReason.CpuOrder
        : null;

    private static bool IsFlushOrStore(OrderStep step) => step.Step.Kind == StepKind.Clflush || step.IsStore;

    private OrderReason? OfAccesses(OrderStep before, OrderStep after, AccessPairs between)
    {
        var pair = before.PairWith(after);
        if (before.IsAccess && before.Step.Buffer == after.Step.Buffer && Has(cpu.SameBuffer, pair))
        {
            return OrderReason.SameBuffer;
        }

        return KeptByCpu(before, after, pair) ? OrderReason.CpuOrder
            : after.Kind == OrderKind.Doorbell && !after.Step.Relaxed && Has(cpu.BeforeDoorbell, pair)
                ? OrderReason.Doorbell
            : before.Step.IsWait && Has(cpu.Control, pair) ? OrderReason.Control
            : Has(between, pair) ? OrderReason.Barrier
            : null;
    }

    private bool KeptByCpu(OrderStep before, OrderStep after, AccessPairs pair) =>
        before.Ordering == AccessOrdering.Device && after.Ordering == AccessOrdering.Device
        || Has(cpu.Keeps, pair) && !IsCombiningStore(before) && !IsCombiningStore(after);

    private static bool IsCombiningStore(OrderStep step) =>
        step is { Kind: OrderKind.Write, Ordering: AccessOrdering.Combining };

    private static bool Has(AccessPairs all, AccessPairs pair) => (all & pair) != 0;
}

/// <summary>In which order the device of a step reads.</summary>
internal delegate DeviceReads DeviceReadsOf(Step step);
