using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// Whether a run can go on from a state to the end of its program, past every wait. What was found is remembered.
/// </summary>
internal sealed class Completions(ProductProgram program, SearchLimits limits, SearchClock clock)
{
    private readonly Expander expander = new(program);
    private readonly HashSet<ulong> ends = [];
    private readonly HashSet<ulong> doesNotEnd = [];

    /// <summary>A search reached the limit of states: what it looked for is not known.</summary>
    public bool GaveUp { get; private set; }

    /// <exception cref="OperationCanceledException"/>
    public bool Ends(ulong state)
    {
        if (Known(state) is { } known)
        {
            return known;
        }

        var seen = new HashSet<ulong> { state };
        var left = new Stack<ulong>([state]);
        while (left.TryPop(out var next))
        {
            clock.Tick(seen.Count, 0);
            if (Known(next) is { } found)
            {
                if (found)
                {
                    ends.Add(state);
                    return true;
                }

                continue;
            }

            if (seen.Count > limits.States)
            {
                GaveUp = true;
                return false;
            }

            Push(left, seen, next);
        }

        doesNotEnd.UnionWith(seen);
        return false;
    }

    private bool? Known(ulong state) =>
        !program.At(program.Place(state)).WaitsLeft || ends.Contains(state) ? true
        : doesNotEnd.Contains(state) ? false
        : null;

    /// <summary>The program's steps come first: most runs end without the caches doing anything.</summary>
    private void Push(Stack<ulong> left, HashSet<ulong> seen, ulong state)
    {
        var after = expander.After(StateBlock.Of(state));
        for (var i = after.Length - 1; i >= 0; i--)
        {
            foreach (var next in after[i].Each())
            {
                if (seen.Add(next))
                {
                    left.Push(next);
                }
            }
        }
    }
}
