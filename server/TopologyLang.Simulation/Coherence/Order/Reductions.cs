namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>
/// Two sorts of edges that change no outcome and keep the number of places in a program small.
/// </summary>
/// <remarks>
/// A wait for the write of another actor cannot pass before that write: the edge says so without trying.
/// <para>
/// The steps of a quiet run keep the text's order. They are neighbours of one actor of which each has the same steps
/// outside the run before and after it, and on whose lines nobody acts who is not ordered with them. Let some execution
/// take two of them the other way round. What happens to the line of the one and to the line of the other does not
/// depend on each other, and what is outside the run is before both or after both; so the same things happen to each
/// line, and each read gets the same value, when the one that the text has first is moved before the other.
/// </para>
/// </remarks>
internal static class Reductions
{
    public static IEnumerable<OrderEdge> ReadsFrom(IReadOnlyList<OrderStep> steps)
    {
        var sources = ReadSource.Of(steps);
        return steps
            .Where(step => step.Step.IsWait && sources[step.Index].Newest >= 0)
            .Select(step => (step, write: steps[sources[step.Index].Newest]))
            .Where(pair => pair.write.Actor != pair.step.Actor)
            .Select(pair => new OrderEdge(pair.write.Index, pair.step.Index, OrderReason.ReadsFrom));
    }

    public static IEnumerable<OrderEdge> Indistinguishable(
        IReadOnlyList<OrderStep> steps,
        IReadOnlyList<OrderEdge> edges
    )
    {
        var taken = steps.Where(step => step.IsTaken).ToList();
        var (before, after) = Closure.Of(steps.Count, edges);
        var quiet = taken
            .Where(step => !taken.Exists(other => Meet(step, other) && !Ordered(step.Index, other.Index)))
            .Select(step => step.Index)
            .ToHashSet();
        foreach (var mine in taken.GroupBy(step => step.Actor).Select(group => group.ToList()))
        {
            for (var start = 0; start < mine.Count; )
            {
                var end = Enumerable
                    .Range(start + 1, mine.Count - start)
                    .Last(end => end == start + 1 || IsQuietRun(mine[start..end]));
                for (var i = start + 1; i < end; i++)
                {
                    yield return new OrderEdge(mine[i - 1].Index, mine[i].Index, OrderReason.Indistinguishable);
                }

                start = end;
            }
        }

        bool Ordered(int one, int two) => one == two || before[one].Contains(two) || before[two].Contains(one);

        bool IsQuietRun(List<OrderStep> run)
        {
            var members = StepSet.Of(steps.Count, run.Select(step => step.Index));
            return run.TrueForAll(step => quiet.Contains(step.Index))
                && run.Select(step => before[step.Index].Except(members)).Distinct().Count() == 1
                && run.Select(step => after[step.Index].Except(members)).Distinct().Count() == 1;
        }
    }

    private static bool Meet(OrderStep one, OrderStep other) =>
        one.IsOnEveryLine && (other.IsOnEveryLine || other.Line is not null)
        || other.IsOnEveryLine && one.Line is not null
        || one.Line is not null && one.Line == other.Line;
}
