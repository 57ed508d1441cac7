using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Checking;

/// <summary>What the order of a program leaves open, and what is wrong with it whatever the caches do.</summary>
internal static class OrderGaps
{
    /// <summary>
    /// Where a store may reach observers one after the other, two actors are what one memory can show.
    /// </summary>
    private const int MostActorsOfOneMemory = 2;

    /// <summary>A barrier that the kernel does not have yet; null where it has all of them.</summary>
    public static Reason? MissingBarrier(ProgramPath path) =>
        path
            .Program.Steps.Select(step => step.Barrier)
            .OfType<BarrierKind>()
            .Select(kind => Barriers.Of(path.Architecture, kind))
            .Where(row => row.Since > path.Kernel)
            .Select(row => new Reason(
                $"Linux {path.Kernel} has no {StepNames.Of(row.Kind)}() on this architecture",
                row.Source,
                row.Since,
                true
            ))
            .FirstOrDefault();

    /// <summary>Why the answer "coherent" would be a guess; null where it is not.</summary>
    public static Reason? Atomicity(ProgramPath path, ProgramOrder order)
    {
        if (order.IsText || CpuOrders.Of(path.Architecture) is not { MultiCopyAtomic: false } row)
        {
            return null;
        }

        var actors = order.Steps.Where(step => step.IsTaken).Select(step => step.Actor).Distinct().Count();
        return actors > MostActorsOfOneMemory
                ? new Reason(
                    $"Not decided: {actors} actors take part, and a store of this architecture may reach one of them "
                        + "before another, which is not explored.",
                    row.Source
                )
            : WrittenInEitherOrder(order) is { } buffer && order.Edges.Any(edge => IsLight(path, order, edge))
                ? new Reason(
                    $"Not decided: two actors write '{buffer}' in either order, and stores with less than a full "
                        + "barrier between them may reach the other actor in another order than its own store does, "
                        + "which is not explored. With mb() between the stores it is decided.",
                    row.Source
                )
            : null;
    }

    public static Reason NeverPasses(ProgramPath path, ProgramOrder order, int wait)
    {
        var step = path.Program.Steps[wait];
        var source = order.Reads[wait];
        var what = source.Newest >= 0 ? "the value that it waits for is overwritten or lost" : "the buffer is written";
        return new Reason(
            $"the wait for '{step.Buffer}' (step {wait + 1} of the program) passes in no execution: whenever it looks, "
                + $"{what} before"
        );
    }

    /// <summary>A buffer that two actors write without anything that says who is first; null: there is none.</summary>
    private static string? WrittenInEitherOrder(ProgramOrder order)
    {
        var writes = order.Steps.Where(step => step.Kind == OrderKind.Write).ToList();
        return writes
            .Where(write =>
                writes.Exists(other =>
                    other.Index < write.Index
                    && other.Actor != write.Actor
                    && other.Step.Buffer == write.Step.Buffer
                    && !order.AllBefore[write.Index].Contains(other.Index)
                )
            )
            .Select(write => write.Step.Buffer)
            .FirstOrDefault();
    }

    /// <summary>
    /// Two stores of a CPU that are in order by less than a full barrier. By ppc.cat such an order does not reach past
    /// a store of another actor that comes between: the shape R with lwsync on one side and sync on the other.
    /// </summary>
    private static bool IsLight(ProgramPath path, ProgramOrder order, OrderEdge edge)
    {
        var (before, after) = (order.Steps[edge.Before], order.Steps[edge.After]);
        return before.Kind == OrderKind.Write
            && after.Kind == OrderKind.Write
            && before.Actor.Kind != ActorKind.Device
            && before.Step.Buffer != after.Step.Buffer
            && edge switch
            {
                { Reason: OrderReason.CpuOrder } => true,
                { Reason: OrderReason.Barrier, Through: { } barrier } => Barriers
                    .Of(path.Architecture, path.Program.Steps[barrier].Barrier!.Value)
                    .Pairs != AccessPairs.All,
                _ => false,
            };
    }
}
