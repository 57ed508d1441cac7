using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Runs;

/// <summary>Which steps of a run happened in another order than the text's, so that its last read goes wrong.</summary>
internal static class OrderRaces
{
    /// <returns>
    /// Those of the read itself first, then those of the write that it misses, or that came too early; of all where
    /// neither has one.
    /// </returns>
    public static ImmutableArray<OrderRace> Of(
        Architecture architecture,
        ProgramOrder order,
        ImmutableArray<RunStep> run
    )
    {
        if (order.IsText)
        {
            return [];
        }

        var races = Overtakings(architecture, order, run).ToList();
        var read = run[^1].Step!.Value;
        var buffer = order.Steps[read].Step.Buffer;
        bool OfRead(OrderRace race) => race.Later == read;
        bool OfWrites(OrderRace race) =>
            IsWrite(order.Steps[race.Earlier], buffer) || IsWrite(order.Steps[race.Later], buffer);
        var telling = races.Where(OfRead).Concat(races.Where(race => !OfRead(race) && OfWrites(race))).ToList();
        return [.. telling.Count > 0 ? telling : races];
    }

    private static IEnumerable<OrderRace> Overtakings(
        Architecture architecture,
        ProgramOrder order,
        ImmutableArray<RunStep> run
    ) =>
        from step in run
        where step.Step is not null
        from before in step.Overtakes
        let earlier = order.Steps[before]
        let later = order.Steps[step.Step!.Value]
        select new OrderRace(
            before,
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
