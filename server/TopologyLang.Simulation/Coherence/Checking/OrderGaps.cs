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
    public static Reason? Atomicity(ProgramPath path, ProgramOrder order) =>
        !order.IsText
        && CpuOrders.Of(path.Architecture) is { MultiCopyAtomic: false } row
        && order.Steps.Where(step => step.IsTaken).Select(step => step.Actor).Distinct().Count() is var actors
        && actors > MostActorsOfOneMemory
            ? new Reason(
                $"Not decided: {actors} actors take part, and a store of this architecture may reach one of them "
                    + "before another, which is not explored.",
                row.Source
            )
            : null;

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
}
