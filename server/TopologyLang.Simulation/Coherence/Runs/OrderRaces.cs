using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Runs;

/// <summary>Which steps of a run happened in another order than the text's, so that its last read goes wrong.</summary>
internal static class OrderRaces
{
    /// <returns>
    /// Empty where the order is not what goes wrong. Those of the read itself first, of these the one with the wait
    /// before it; then those of the write that it misses, or that came too early; of all where neither has one.
    /// </returns>
    public static ImmutableArray<OrderRace> Of(
        Architecture architecture,
        ProgramOrder order,
        ImmutableArray<RunStep> run
    )
    {
        if (order.IsText || MissesByItsCache(order, run))
        {
            return [];
        }

        var races = Overtakings(architecture, order, run).ToList();
        var read = run[^1].Step!.Value;
        var buffer = order.Steps[read].Step.Buffer;
        bool OfRead(OrderRace race) => race.Later == read;
        bool OfWrites(OrderRace race) =>
            IsWrite(order.Steps[race.Earlier], buffer) || IsWrite(order.Steps[race.Later], buffer);
        var telling = races.Where(race => OfRead(race) || OfWrites(race)).ToList();
        return
        [
            .. (telling.Count > 0 ? telling : races)
                .OrderBy(race => !OfRead(race))
                .ThenBy(race => !order.Steps[race.Earlier].Step.IsWait)
                .ThenBy(race => order.Steps[race.Earlier].Step.Buffer == order.Steps[race.Later].Step.Buffer),
        ];
    }

    /// <summary>
    /// What is to be read was written before, and nothing else after it: whatever else was taken in another order, the
    /// read misses it by a cache or a buffer.
    /// </summary>
    private static bool MissesByItsCache(ProgramOrder order, ImmutableArray<RunStep> run)
    {
        var last = run[^1];
        var newest = order.Reads[last.Step!.Value].Newest;
        var written = run.Where(step => step.Step is { } index && IsWrite(order.Steps[index], last.Buffer)).ToList();
        return !last.FromOwnStore
            && last.ReadValue < last.Expected
            && written is [.., { Step: { } latest }]
            && latest == newest;
    }

    private static IEnumerable<OrderRace> Overtakings(
        Architecture architecture,
        ProgramOrder order,
        ImmutableArray<RunStep> run
    ) =>
        from step in run
        where step.Step is not null
        from before in step.Overtakes
        select Race(architecture, order.Steps[before], order.Steps[step.Step!.Value]);

    private static OrderRace Race(Architecture architecture, OrderStep earlier, OrderStep later) =>
        new(
            earlier.Index,
            later.Index,
            earlier.Actor.Kind == ActorKind.Device ? []
                : earlier.IsReadOrWrite && later.IsReadOrWrite
                    ? Barriers.Ordering(architecture, earlier.PairWith(later), IsRegister(earlier) || IsRegister(later))
                : [BarrierKind.Mb]
        );

    private static bool IsRegister(OrderStep step) => step.Kind == OrderKind.Doorbell;

    private static bool IsWrite(OrderStep step, string? buffer) =>
        step.Kind == OrderKind.Write && step.Step.Buffer == buffer;
}
