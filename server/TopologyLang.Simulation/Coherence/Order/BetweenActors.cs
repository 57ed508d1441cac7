namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>What orders steps of different actors: handoffs, doorbells and interrupts.</summary>
internal static class BetweenActors
{
    public static IEnumerable<OrderEdge> Edges(IReadOnlyList<OrderStep> steps)
    {
        var turns = Turns.Of(steps);
        return Enumerable
            .Range(1, Math.Max(0, turns.Count - 1))
            .Where(turn => IsHandoff(steps, turns, turn))
            .SelectMany(turn => Handoff(steps, turns[turn - 1].Actor, turns[turn]))
            .Concat(steps.SelectMany(step => Rung(steps, turns, step)));
    }

    /// <summary>The first steps that are reached by a handoff that the program takes for granted.</summary>
    public static IEnumerable<int> Assumed(IReadOnlyList<OrderStep> steps)
    {
        var turns = Turns.Of(steps);
        return Enumerable
            .Range(1, Math.Max(0, turns.Count - 1))
            .Where(turn => IsHandoff(steps, turns, turn))
            .Select(turn => turns[turn].First);
    }

    /// <summary>
    /// The text goes on with another actor, which does not begin with a wait and which no doorbell or interrupt of the
    /// program has started.
    /// </summary>
    private static bool IsHandoff(IReadOnlyList<OrderStep> steps, List<Turn> turns, int turn)
    {
        var actor = turns[turn].Actor;
        var before = turns.Take(turn).LastOrDefault(one => one.Actor == actor)?.Last ?? -1;
        return !turns[turn].BeginsWithWait
            && !steps
                .Where(step => step.Index > before && step.Index < turns[turn].First)
                .Any(step => Starts(turns, step) == actor);
    }

    /// <summary>
    /// Everything that the one did comes before the first step of the other and before all that it does later.
    /// </summary>
    private static IEnumerable<OrderEdge> Handoff(IReadOnlyList<OrderStep> steps, Actor giver, Turn to) =>
        from before in steps.Take(to.First)
        where giver.Includes(before.Actor)
        from after in steps.Skip(Math.Max(to.Start, before.Index + 1))
        where to.Actor.Includes(after.Actor) && !to.Actor.Includes(before.Actor)
        select new OrderEdge(before.Index, after.Index, OrderReason.Handoff);

    /// <summary>What comes after a doorbell or an interrupt.</summary>
    private static IEnumerable<OrderEdge> Rung(IReadOnlyList<OrderStep> steps, List<Turn> turns, OrderStep step) =>
        Starts(turns, step) is { } actor
            ? steps
                .Skip(step.Index + 1)
                .Where(after => actor.Includes(after.Actor))
                .Select(after => new OrderEdge(
                    step.Index,
                    after.Index,
                    step.Kind == OrderKind.Doorbell ? OrderReason.Doorbell : OrderReason.Interrupt
                ))
            : [];

    /// <summary>
    /// Whom a doorbell or an interrupt sets going: its device, or the actor that comes next in the text; null for other
    /// steps.
    /// </summary>
    private static Actor? Starts(List<Turn> turns, OrderStep step) =>
        step.Kind switch
        {
            OrderKind.Doorbell => Actor.OfDevice(step.Step.Device),
            OrderKind.Interrupt => turns
                .FirstOrDefault(turn => turn.First > step.Index && turn.Actor != step.Actor)
                ?.Actor,
            _ => null,
        };
}
