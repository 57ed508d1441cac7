namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>A step that may be taken next, and the place after it.</summary>
internal readonly record struct Move(int Step, int Next);

/// <summary>
/// The places of a program: sets of steps that were taken, closed under the order, numbered as they are met. Where the
/// order is the text's a place is the number of the next step. To be used under a lock.
/// </summary>
internal sealed class Places
{
    public const int Start = 0;

    private readonly ProgramOrder order;
    private readonly int most;
    private readonly Dictionary<StepSet, int> numbers = [];
    private readonly List<StepSet> sets = [];

    /// <param name="most">More are not numbered.</param>
    public Places(ProgramOrder order, int most)
    {
        this.order = order;
        this.most = most;
        if (!order.IsText)
        {
            Number(StepSet.Empty(order.Steps.Length));
        }
    }

    /// <summary>A place was met that has no number: what comes after it is not explored.</summary>
    public bool IsFull { get; private set; }

    public IEnumerable<Move> From(int place)
    {
        if (order.IsText)
        {
            return place < order.Steps.Length ? [new Move(place, place + 1)] : [];
        }

        var taken = sets[place];
        return order
            .Steps.Where(step =>
                step.IsTaken && !taken.Contains(step.Index) && order.Predecessors[step.Index].IsSubsetOf(taken)
            )
            .Select(step => new Move(step.Index, Number(taken.With(step.Index))))
            .Where(move => move.Next >= 0)
            .ToList();
    }

    public bool IsTaken(int place, int step) => order.IsText ? step < place : sets[place].Contains(step);

    private int Number(StepSet taken)
    {
        if (numbers.TryGetValue(taken, out var number))
        {
            return number;
        }

        if (sets.Count >= most)
        {
            IsFull = true;
            return -1;
        }

        numbers.Add(taken, sets.Count);
        sets.Add(taken);
        return sets.Count - 1;
    }
}
