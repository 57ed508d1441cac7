using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// Explores every state that the lines of a product can reach, breadth-first, one depth after the other, so that the
/// first depth in which a stale read is possible is the length of a shortest run. What it finds does not depend on the
/// number of threads.
/// </summary>
internal sealed class StateSearch
{
    private readonly ProductProgram program;
    private readonly SearchLimits limits;
    private readonly CancellationToken cancellation;
    private readonly SearchClock clock;
    private readonly StateSet known = new();
    private readonly StateList states = new();
    private readonly FoundBlocks found = new();

    /// <summary>Where in <see cref="states"/> each depth begins.</summary>
    private readonly List<int> depths = [0];
    private readonly Expander expander;
    private readonly FaultSearch faults;
    private readonly bool mayOverwrite;

    /// <summary>
    /// The first depth in which a read of a run that can end returns a newer value than it is meant to; null: none so
    /// far.
    /// </summary>
    private int? overwrittenAt;
    private SharedDepth? shared;
    private long mostBytes;

    private StateSearch(ProductProgram program, SearchLimits limits, CancellationToken cancellation)
    {
        this.program = program;
        this.limits = limits;
        this.cancellation = cancellation;
        clock = new SearchClock(limits.Progress, cancellation);
        expander = new Expander(program);
        faults = new FaultSearch(program, limits, clock);
        mayOverwrite = program.Lines.Any(line => line.Table.Shape.Values > 0);
    }

    private int Depth => depths.Count - 1;

    /// <exception cref="OperationCanceledException"/>
    public static SearchResult Run(ProductProgram program, SearchLimits limits, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new StateSearch(program, limits, cancellation).Run();
    }

    private SearchResult Run()
    {
        known.Add(StateBlock.Of(expander.Normal(0)), found);
        states.Take(known, found);
        while (depths[^1] < states.Count)
        {
            if (Any(ReadFaults.Older))
            {
                return Fault(SearchOutcome.Stale, ReadFaults.Older, Depth);
            }

            overwrittenAt ??= mayOverwrite && Any(ReadFaults.Newer) ? Depth : null;
            var end = states.Count;
            if (Limit(Explore(depths[^1], end)) is { } limit)
            {
                return new SearchResult(limit, Math.Min(states.States, limits.States), [], Depth) { Bytes = mostBytes };
            }

            mostBytes = Math.Max(mostBytes, Math.Max(shared?.MostBytes ?? 0, Bytes(known.Capacity)));
            depths.Add(end);
        }

        return overwrittenAt is { } depth ? Fault(SearchOutcome.Overwritten, ReadFaults.Newer, depth)
            : NeverPassed() is { } wait
                ? new SearchResult(SearchOutcome.Stuck, states.States, [], Depth)
                {
                    ReadingStep = wait,
                    Bytes = mostBytes,
                }
            : new SearchResult(SearchOutcome.Coherent, states.States, [], Depth) { Bytes = mostBytes };
    }

    private SearchOutcome? Limit(SearchOutcome? reached) =>
        reached
        ?? (
            program.IsFull ? SearchOutcome.PlaceLimitReached
            : faults.GaveUp ? SearchOutcome.StateLimitReached
            : null
        );

    private SearchResult Fault(SearchOutcome outcome, ReadFaults fault, int depth)
    {
        var (run, reading) = new ShortestRun(program, states, depths, depth, faults, fault, cancellation).Find();
        return new SearchResult(outcome, states.States, run, depth) { ReadingStep = reading, Bytes = mostBytes };
    }

    /// <summary>The first wait in the text that no state is behind; null where there is none.</summary>
    private int? NeverPassed()
    {
        var waits = program.Order.Steps.Where(step => step.Step.IsWait).Select(step => step.Index).ToList();
        if (waits.Count == 0)
        {
            return null;
        }

        var places = new HashSet<int>();
        for (var i = 0; i < states.Count; i++)
        {
            places.Add(program.Place(states[i].Base));
        }

        return places.Any(place => !program.At(place).WaitsLeft)
            ? null
            : waits.First(wait => !places.Any(place => program.IsTaken(place, wait)));
    }

    private bool Any(ReadFaults fault)
    {
        // Whether a run can end is remembered by one thread.
        if (
            shared is not null
            && states.Count - depths[^1] >= SharedDepth.FewestBlocks
            && !shared.Any(fault, depths[^1], states.Count, Depth)
        )
        {
            return false;
        }

        for (var i = depths[^1]; i < states.Count; i++)
        {
            clock.Tick(states.States, Depth);
            if (faults.IsIn(states[i], fault))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>The limit that was reached; null: none.</returns>
    private SearchOutcome? Explore(int from, int end)
    {
        if (limits.Threads > 1 && end - from >= SharedDepth.FewestBlocks)
        {
            shared ??= new SharedDepth(program, known, states, limits, clock);
            return shared.Explore(from, end, Depth);
        }

        var reached = ExploreAlone(from, end);
        states.Take(known, found);
        return reached;
    }

    private SearchOutcome? ExploreAlone(int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            clock.Tick(states.States + found.States, Depth);
            var next = expander.After(states[i]);
            while (known.Used + next.Length > StateSet.Room(known.Capacity))
            {
                if (Bytes(3 * known.Capacity) > limits.Memory)
                {
                    return SearchOutcome.MemoryLimitReached;
                }

                mostBytes = Math.Max(mostBytes, Bytes(3 * known.Capacity));
                known.Grow(threads: 1, cancellation);
            }

            foreach (var block in next)
            {
                known.Prefetch(block.Base);
            }

            foreach (var block in next)
            {
                known.Add(block, found);
            }

            if (states.States + found.States > limits.States)
            {
                return SearchOutcome.StateLimitReached;
            }
        }

        return null;
    }

    private long Bytes(long places) => StateSet.BytesOf(places) + states.Bytes + found.Bytes;
}
