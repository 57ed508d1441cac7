namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>What follows from edges.</summary>
internal static class Closure
{
    /// <summary>All steps before each one, and all after it. Every edge goes forward in the text.</summary>
    public static (StepSet[] Before, StepSet[] After) Of(int steps, IReadOnlyList<OrderEdge> edges)
    {
        var before = new StepSet[steps];
        var after = new StepSet[steps];
        var into = edges.ToLookup(edge => edge.After, edge => edge.Before);
        var from = edges.ToLookup(edge => edge.Before, edge => edge.After);
        for (var step = 0; step < steps; step++)
        {
            before[step] = into[step]
                .Aggregate(
                    StepSet.Empty(steps),
                    (all, one) => all.Contains(one) ? all : all.Union(before[one]).With(one)
                );
        }

        for (var step = steps - 1; step >= 0; step--)
        {
            after[step] = from[step]
                .Aggregate(
                    StepSet.Empty(steps),
                    (all, one) => all.Contains(one) ? all : all.Union(after[one]).With(one)
                );
        }

        return (before, after);
    }
}
