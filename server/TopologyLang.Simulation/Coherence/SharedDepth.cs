namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// Explores one depth with several threads, which take turns at its states and share the set of known ones (as Laarman, van de Pol and
/// Weber, FMCAD 2010). In which order they find the states of the next depth is chance; which ones they are is not.
/// </summary>
internal sealed class SharedDepth(
    ProductProgram program, StateSet known, StateList states, SearchLimits limits, SearchClock clock)
{
    /// <summary>Fewer are not worth waking a thread for.</summary>
    public const int FewestStates = 8192;

    private const int StatesInATurn = 512;

    private readonly Lock gate = new();
    private readonly Worker[] workers = [.. Enumerable.Range(0, limits.Threads).Select(_ => new Worker(program))];

    /// <summary>What is left of turns that ended early.</summary>
    private readonly Stack<(int From, int To)> left = [];
    private int next;
    private volatile bool full;

    public long MostBytes { get; private set; }

    /// <returns>The limit that was reached; null: none.</returns>
    /// <exception cref="OperationCanceledException"/>
    public SearchOutcome? Explore(int from, int end, int depth)
    {
        next = from;
        while (next < end || left.Count > 0)
        {
            full = false;
            MostBytes = Math.Max(MostBytes, StateSet.BytesOf(known.Capacity) + states.Bytes);
            if (MissesRoom())
            {
                var bytes = StateSet.BytesOf(3 * known.Capacity) + states.Bytes;
                if (bytes > limits.Memory)
                {
                    return SearchOutcome.MemoryLimitReached;
                }

                MostBytes = Math.Max(MostBytes, bytes);
                known.Grow(clock.Cancellation);
                continue;
            }

            Parallel.For(0, workers.Length, i => TakeTurns(i, end, depth));
            clock.Look(states.Count, depth);
            if (states.Count > limits.States)
            {
                return SearchOutcome.StateLimitReached;
            }
        }

        return null;
    }

    /// <summary>Every thread may be in the middle of a turn when the room ends.</summary>
    private bool MissesRoom() => states.Count + ((long)workers.Length * Worker.MostNewInATurn) > StateSet.Room(known.Capacity);

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
            lock (gate)
            {
                states.AddRange(worker.Found);
                if (done < to)
                {
                    left.Push((done, to));
                }

                full |= MissesRoom() || states.Count > limits.States;
            }

            if (number == 0)
            {
                clock.Report(states.Count, depth);
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
            next = Math.Min(end, from + StatesInATurn);
            return (from, next);
        }
    }

    /// <summary>What one thread has to itself.</summary>
    private sealed class Worker(ProductProgram program)
    {
        public const int MostNewInATurn = 1 << 12;

        private readonly Expander expander = new(program);
        private ulong[] found = new ulong[4096];
        private int count;

        public ReadOnlySpan<ulong> Found => found.AsSpan(0, count);

        /// <returns>The first state that was not explored: the turn ends early where it could find too many.</returns>
        public int Explore(StateSet known, StateList states, int from, int to)
        {
            count = 0;
            for (var i = from; i < to; i++)
            {
                var after = expander.After(states[i]);
                if (count > 0 && count + after.Length > MostNewInATurn)
                {
                    return i;
                }

                foreach (var state in after)
                {
                    known.Prefetch(known.Home(state));
                }

                foreach (var state in after)
                {
                    if (known.AddShared(state))
                    {
                        Add(state);
                    }
                }
            }

            return to;
        }

        private void Add(ulong state)
        {
            if (count == found.Length)
            {
                Array.Resize(ref found, 2 * found.Length);
            }

            found[count++] = state;
        }
    }
}
