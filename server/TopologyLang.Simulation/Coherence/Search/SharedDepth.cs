using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// Explores one depth with several threads, which take turns at its blocks and share the set of known states (as
/// Laarman, van de Pol and Weber, FMCAD 2010). In which order they find the states of the next depth is chance; which
/// ones they are is not.
/// </summary>
internal sealed class SharedDepth(
    ProductProgram program,
    StateSet known,
    StateList states,
    SearchLimits limits,
    SearchClock clock
)
{
    /// <summary>Fewer are not worth waking a thread for.</summary>
    public const int FewestBlocks = 1024;

    /// <summary>
    /// After each the threads look at what the others have found: with fewer they wait for each other a tenth of the
    /// time.
    /// </summary>
    private const int BlocksInATurn = 256;

    private readonly Lock gate = new();
    private readonly Worker[] workers = [.. Enumerable.Range(0, limits.Threads).Select(_ => new Worker(program))];

    /// <summary>What is left of turns that ended early.</summary>
    private readonly Stack<(int From, int To)> left = [];
    private int next;
    private volatile bool full;
    private volatile bool stale;

    public long MostBytes { get; private set; }

    private long Found => states.States + workers.Sum(worker => worker.Found.States);

    private long FoundBytes => states.Bytes + workers.Sum(worker => worker.Found.Bytes);

    /// <returns>The limit that was reached; null: none.</returns>
    /// <exception cref="OperationCanceledException"/>
    public SearchOutcome? Explore(int from, int end, int depth)
    {
        var reached = ExploreInTurns(from, end, depth);
        states.Take(
            known,
            [.. workers.Select(worker => worker.Found)],
            forEach => Parallel.For(0, workers.Length, forEach)
        );
        return reached;
    }

    /// <summary>
    /// A read that may be next in one of the states can go wrong in this way, whether the run can end or not.
    /// </summary>
    /// <exception cref="OperationCanceledException"/>
    public bool Any(ReadFaults fault, int from, int end, int depth)
    {
        (next, stale) = (from, false);
        Parallel.For(
            0,
            workers.Length,
            i =>
            {
                if (LooksFor(fault, workers[i], end))
                {
                    stale = true;
                }
            }
        );
        clock.Look(states.States, depth);
        return stale;
    }

    private SearchOutcome? ExploreInTurns(int from, int end, int depth)
    {
        next = from;
        while (next < end || left.Count > 0)
        {
            full = false;
            MostBytes = Math.Max(MostBytes, StateSet.BytesOf(known.Capacity) + FoundBytes);
            if (MissesRoom())
            {
                var bytes = StateSet.BytesOf(3 * known.Capacity) + FoundBytes;
                if (bytes > limits.Memory)
                {
                    return SearchOutcome.MemoryLimitReached;
                }

                MostBytes = Math.Max(MostBytes, bytes);
                known.Grow(workers.Length, clock.Cancellation);
                continue;
            }

            Parallel.For(0, workers.Length, i => TakeTurns(i, end, depth));
            clock.Look(Found, depth);
            if (Found > limits.States)
            {
                return SearchOutcome.StateLimitReached;
            }
        }

        return null;
    }

    /// <summary>Every thread may be in the middle of a turn when the room ends.</summary>
    private bool MissesRoom() =>
        known.Used + ((long)workers.Length * Worker.MostAddedInATurn) > StateSet.Room(known.Capacity);

    private bool LooksFor(ReadFaults fault, Worker worker, int end)
    {
        while (!stale && !clock.Cancellation.IsCancellationRequested)
        {
            var (from, to) = Turn(end);
            if (from >= to)
            {
                return false;
            }

            if (worker.Finds(fault, states, from, to))
            {
                return true;
            }
        }

        return false;
    }

    private void TakeTurns(int number, int end, int depth)
    {
        var worker = workers[number];
        while (!full && !clock.Cancellation.IsCancellationRequested)
        {
            var (from, to) = Turn(end);
            if (from >= to)
            {
                return;
            }

            var done = worker.Explore(known, states, from, to);
            known.Count(worker.Found);
            if (done < to)
            {
                lock (gate)
                {
                    left.Push((done, to));
                }
            }

            if (MissesRoom() || Found > limits.States)
            {
                full = true;
            }

            if (number == 0)
            {
                clock.Report(Found, depth);
            }
        }
    }

    private (int From, int To) Turn(int end)
    {
        lock (gate)
        {
            if (left.TryPop(out var rest))
            {
                return rest;
            }

            var from = next;
            next = Math.Min(end, from + BlocksInATurn);
            return (from, next);
        }
    }

    /// <summary>What one thread has to itself.</summary>
    private sealed class Worker(ProductProgram program)
    {
        public const int MostAddedInATurn = 1 << 12;

        private readonly Expander expander = new(program);

        public FoundBlocks Found { get; } = new();

        public bool Finds(ReadFaults fault, StateList states, int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                if ((expander.Faults(states[i]) & fault) != 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <returns>
        /// The first block that was not explored: the turn ends early where it could need too many places.
        /// </returns>
        public int Explore(StateSet known, StateList states, int from, int to)
        {
            var added = 0;
            for (var i = from; i < to; i++)
            {
                var after = expander.After(states[i]);
                if (added > 0 && added + after.Length > MostAddedInATurn)
                {
                    return i;
                }

                added += after.Length;
                foreach (var block in after)
                {
                    known.Prefetch(block.Base);
                }

                foreach (var block in after)
                {
                    known.AddShared(block, Found);
                }
            }

            return to;
        }
    }
}
