using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Explores every state that a line can reach, breadth-first, so that the first stale read found ends a shortest run.</summary>
internal static class LineSearch
{
    private const int StatesBetweenCancellationChecks = 1024;

    /// <exception cref="OperationCanceledException"/>
    public static SearchResult Run(PackedProgram program, SearchLimits limits, CancellationToken cancellation)
    {
        var transitions = new Transitions(program);
        var states = new StateSet();
        states.Add(0, -1);
        var most = Math.Min(limits.States, StateSet.MaxCount);
        var depth = 0;
        var endOfDepth = 1;
        for (var i = 0; i < states.Count; i++)
        {
            if (i % StatesBetweenCancellationChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (i == endOfDepth)
            {
                depth++;
                endOfDepth = states.Count;
            }

            var next = transitions.From(states[i], out var readsStale);
            if (readsStale)
            {
                return new SearchResult(SearchOutcome.Stale, states.Count, RunTo(states, i), depth);
            }

            foreach (var state in next)
            {
                states.Add(state, i);
            }

            if (states.Count > most)
            {
                return new SearchResult(SearchOutcome.LimitReached, states.Count, [], depth);
            }
        }

        return new SearchResult(SearchOutcome.Coherent, states.Count, [], depth);
    }

    private static ImmutableArray<ulong> RunTo(StateSet states, int last)
    {
        var run = new List<ulong>();
        for (var i = last; i >= 0; i = states.ParentOf(i))
        {
            run.Add(states[i]);
        }

        run.Reverse();
        return [.. run];
    }
}
