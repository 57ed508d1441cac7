namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// Explores every state that the lines of a product can reach, breadth-first, one depth after the other, so that the first depth in which
/// a stale read is possible is the length of a shortest run. What it finds does not hang on the number of threads.
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
    private SharedDepth? shared;
    private long mostBytes;

    private StateSearch(ProductProgram program, SearchLimits limits, CancellationToken cancellation)
    {
        this.program = program;
        this.limits = limits;
        this.cancellation = cancellation;
        clock = new SearchClock(limits.Progress, cancellation);
        expander = new Expander(program);
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
            if (AnyReadsStale())
            {
                var (run, reading) = new ShortestRun(program, states, depths, cancellation).Find();
                return new SearchResult(SearchOutcome.Stale, states.States, run, Depth)
                {
                    ReadingStep = reading,
                    Bytes = mostBytes,
                };
            }

            var end = states.Count;
            if (Explore(depths[^1], end) is { } limit)
            {
                return new SearchResult(limit, Math.Min(states.States, limits.States), [], Depth) { Bytes = mostBytes };
            }

            mostBytes = Math.Max(mostBytes, Math.Max(shared?.MostBytes ?? 0, Bytes(known.Capacity)));
            depths.Add(end);
        }

        return new SearchResult(SearchOutcome.Coherent, states.States, [], Depth) { Bytes = mostBytes };
    }

    private bool AnyReadsStale()
    {
        if (shared is not null && states.Count - depths[^1] >= SharedDepth.FewestBlocks)
        {
            return shared.AnyReadsStale(depths[^1], states.Count, Depth);
        }

        for (var i = depths[^1]; i < states.Count; i++)
        {
            clock.Tick(states.States, Depth);
            if (expander.ReadsStale(states[i]))
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
