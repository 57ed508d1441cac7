namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// The steps that are possible in a packed state, always in the same order: the program's, then for each CPU ascending evict dirty, clean
/// in place, evict clean and prefetch, then the completion of each pending slot.
/// </summary>
internal sealed class Transitions
{
    /// <summary>Of a program step: two ways to complete what is pending before it, times two ways to do the step.</summary>
    private const int ProgramOutcomes = 4;

    private readonly PackedProgram program;
    private readonly StateLayout layout;
    private readonly LineOperation[] slots;
    private readonly ulong[] next;
    private int count;
    private bool stale;

    public Transitions(PackedProgram program)
    {
        this.program = program;
        layout = program.Layout;
        slots = [.. program.Line.Slots];
        next = new ulong[ProgramOutcomes + (2 * layout.Cpus.Length) + (2 * slots.Length)];
    }

    /// <summary>The states after one step. The span is overwritten by the next call.</summary>
    /// <param name="readsStale">The program's step can read another value than the newest; the span means nothing then.</param>
    public ReadOnlySpan<ulong> From(ulong state, out bool readsStale)
    {
        count = 0;
        stale = false;
        var pc = layout.Pc(state);
        if (pc < program.Steps.Length)
        {
            ProgramStep(program.Steps[pc], state + layout.NextPc);
        }

        for (var i = 0; i < layout.Cpus.Length; i++)
        {
            CacheSteps(i, state);
        }

        for (var pending = state & layout.AllPending; pending != 0; pending &= pending - 1)
        {
            Complete(slots[layout.LowestSlot(pending)], state & ~(pending & (0 - pending)));
        }

        readsStale = stale;
        return next.AsSpan(0, count);
    }

    private void ProgramStep(in PackedStep step, ulong state)
    {
        var completing = state & step.Completes;
        if (completing == 0)
        {
            Execute(step, state);
            return;
        }

        // Each of these operations leaves no dirty copy behind. So whatever their number and order, the first one alone decides whether
        // memory gets the dirty value, and copies survive only if all of them clean.
        state &= ~completing;
        var invalidates = Any(completing, LineOperation.Flush) || Any(completing, LineOperation.DiscardOrFlush);
        Execute(step, invalidates ? Flush(state, layout.AllCopies) : Clean(state, layout.AllCopies));
        if (Any(completing, LineOperation.DiscardOrFlush))
        {
            Execute(step, state & ~layout.AllCopies);
        }
    }

    private bool Any(ulong pending, LineOperation operation)
    {
        for (; pending != 0; pending &= pending - 1)
        {
            if (slots[layout.LowestSlot(pending)] == operation)
            {
                return true;
            }
        }

        return false;
    }

    private void Execute(in PackedStep step, ulong state)
    {
        switch (step.Operation)
        {
            case LineOperation.None:
                Add(state);
                break;
            case LineOperation.Store:
                Add((state & ~layout.AllCopies) | StateLayout.MemoryStale | (step.Copy & (layout.AllValid | layout.AllDirty)));
                break;
            case LineOperation.StoreThrough:
                var held = state & step.Copy & layout.AllValid;
                Add(StoreAndInvalidate(state) | held);
                break;
            case LineOperation.StoreToMemory:
                Add(StoreToMemory(state));
                break;
            case LineOperation.StoreAndInvalidate:
                Add(StoreAndInvalidate(state));
                break;
            case LineOperation.StoreEitherWay:
                Add(StoreAndInvalidate(state));
                Add(StoreToMemory(state));
                break;
            case LineOperation.Load:
                Load(step, state);
                break;
            case LineOperation.FlushAndLoad:
                LoadMemory(Flush(state, layout.AllCopies));
                break;
            case LineOperation.LoadMemory:
                LoadMemory(state);
                break;
            case LineOperation.Snoop:
                stale |= Snoop(state).Stale;
                Add(state);
                break;
            case LineOperation.LoadEitherWay:
                stale |= Snoop(state).Stale;
                LoadMemory(state);
                break;
            case LineOperation.Issue:
                Add(state | step.Pending);
                break;
            default:
                Maintain(step.Operation, state, step.Copy);
                break;
        }
    }

    private void Load(in PackedStep step, ulong state)
    {
        var own = state & step.Copy;
        if ((own & layout.AllValid) != 0)
        {
            stale |= (own & layout.AllStale) != 0;
            Add(state);
            return;
        }

        stale |= Snoop(state).Stale;
        Add(state | (step.Copy & layout.AllValid));
    }

    private void LoadMemory(ulong state)
    {
        stale |= (state & StateLayout.MemoryStale) != 0;
        Add(state);
    }

    private void CacheSteps(int index, ulong state)
    {
        if ((state & StateLayout.Dirty(index)) != 0)
        {
            var cleaned = Clean(state, StateLayout.Copy(index));
            Add(cleaned & ~StateLayout.Copy(index));
            Add(cleaned);
        }
        else if ((state & StateLayout.Valid(index)) != 0)
        {
            Add(state & ~StateLayout.Copy(index));
        }
        else if (program.Line.Prefetch)
        {
            var (fresh, old) = Snoop(state);
            if (fresh)
            {
                Add(state | StateLayout.Valid(index));
            }

            if (old)
            {
                Add(state | StateLayout.Valid(index) | StateLayout.Stale(index));
            }
        }
    }

    private void Complete(LineOperation operation, ulong state) => Maintain(operation, state, layout.AllCopies);

    private void Maintain(LineOperation operation, ulong state, ulong copies)
    {
        Add(operation switch
        {
            LineOperation.Clean => Clean(state, copies),
            LineOperation.Discard => state & ~copies,
            _ => Flush(state, copies),
        });
        if (operation == LineOperation.DiscardOrFlush)
        {
            Add(state & ~copies);
        }
    }

    /// <summary>Which values a snooping read can return: those of the dirty copy, else of memory or any clean copy.</summary>
    private (bool Fresh, bool Stale) Snoop(ulong state)
    {
        var dirty = state & layout.AllDirty;
        if (dirty != 0)
        {
            var old = (state & (dirty >> 1)) != 0;
            return (!old, old);
        }

        var copies = (state & layout.AllValid) >> 2;
        var memoryStale = (state & StateLayout.MemoryStale) != 0;
        return (!memoryStale || (copies & ~state) != 0, memoryStale || (copies & state) != 0);
    }

    private static ulong Without(ulong state, ulong bits) => state & ~bits;

    /// <summary>Writes back the dirty one among these copies, which stays clean.</summary>
    private ulong Clean(ulong state, ulong copies)
    {
        var dirty = state & copies & layout.AllDirty;
        if (dirty == 0)
        {
            return state;
        }

        var memory = (state & (dirty >> 1)) != 0 ? StateLayout.MemoryStale : 0;
        return Without(state, dirty | StateLayout.MemoryStale) | memory;
    }

    private ulong Flush(ulong state, ulong copies) => Without(Clean(state, copies), copies);

    private ulong StoreAndInvalidate(ulong state) => Without(state, layout.AllCopies | StateLayout.MemoryStale);

    /// <summary>Every copy that stays has become old.</summary>
    private ulong StoreToMemory(ulong state) => Without(state | ((state & layout.AllValid) >> 2), StateLayout.MemoryStale);

    private void Add(ulong state) => next[count++] = state;
}
