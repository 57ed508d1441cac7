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
    private int next;
    private volatile bool full;

    public long MostBytes { get; private set; }

    /// <returns>The limit that was reached; null: none.</returns>
    /// <exception cref="OperationCanceledException"/>
    public SearchOutcome? Explore(int from, int end, int depth)
    {
        next = from;
        while (next < end)
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

            Together(end, depth);
            clock.Look(states.Count, depth);
            if (states.Count > limits.States)
            {
                return SearchOutcome.StateLimitReached;
            }
        }

        return null;
    }

    /// <summary>Every thread may be in the middle of a turn when the room ends.</summary>
    private bool MissesRoom() =>
        states.Count + ((long)workers.Length * StatesInATurn * Worker.MostNewInATurn / StatesInATurn) > StateSet.Room(known.Capacity);

    private void Together(int end, int depth)
    {
        var others = new Task[workers.Length - 1];
        for (var i = 0; i < others.Length; i++)
        {
            var worker = workers[i + 1];
            others[i] = Task.Factory.StartNew(
                () => TakeTurns(worker, end, depth, mayReport: false),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        try
        {
            TakeTurns(workers[0], end, depth, mayReport: true);
        }
        finally
        {
            full = true;
            Task.WaitAll(others);
        }
    }

    private void TakeTurns(Worker worker, int end, int depth, bool mayReport)
    {
        while (!full && !clock.Cancellation.IsCancellationRequested)
        {
            int from;
            int to;
            lock (gate)
            {
                from = next;
                to = Math.Min(end, from + StatesInATurn);
                next = to;
            }

            if (from >= to)
            {
                return;
            }

            var done = worker.Explore(known, states, from, to);
            lock (gate)
            {
                states.AddRange(worker.Found);
                if (MissesRoom() || states.Count > limits.States)
                {
                    full = true;
                }

                if (done < to)
                {
                    throw new InvalidOperationException("a turn found more states than there was room for");
                }
            }

            if (mayReport)
            {
                clock.Look(states.Count, depth);
            }
        }
    }

    /// <summary>What one thread has to itself.</summary>
    private sealed class Worker(ProductProgram program)
    {
        public const int MostNewInATurn = 1 << 16;

        private readonly Expander expander = new(program);
        private ulong[] found = new ulong[4096];
        private int count;

        public ReadOnlySpan<ulong> Found => found.AsSpan(0, count);

        public int Explore(StateSet known, StateList states, int from, int to)
        {
            count = 0;
            for (var i = from; i < to; i++)
            {
                var after = expander.After(states[i]);
                if (count + after.Length > MostNewInATurn)
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
