namespace TopologyLang.Simulation.Coherence;

/// <summary>The steps possible in a concrete state, in the order of <see cref="Transitions"/>; of several values memory's first.</summary>
internal sealed class ConcreteSteps(LineProgram program, StateLayout layout)
{
    public IEnumerable<ConcreteStep> From(ConcreteLine line) => ProgramSteps(line)
        .Concat(layout.Cpus.SelectMany(cpu => CacheSteps(line, cpu)))
        .Concat(Completions(line));

    private IEnumerable<ConcreteStep> ProgramSteps(ConcreteLine line)
    {
        if (line.Pc == program.Steps.Length)
        {
            return [];
        }

        var step = program.Steps[line.Pc];
        var shown = StepWords.Describe(program, line.Pc);
        return Completed(step, line with { Pc = line.Pc + 1 })
            .SelectMany(before => Executed(step, before))
            .Select(done => new ConcreteStep(shown with { ReadValue = done.Value, ReadFrom = done.From }, done.After));
    }

    /// <summary>As in <see cref="Transitions"/>: the first one to complete decides whether a dirty copy is written back.</summary>
    private IEnumerable<ConcreteLine> Completed(LineStep step, ConcreteLine line)
    {
        var completing = step.Completes.Where(slot => (line.Pending >> slot & 1) != 0).ToList();
        if (completing.Count == 0)
        {
            return [line];
        }

        var left = completing.Aggregate(line, (before, slot) => before with { Pending = before.Pending & ~(1UL << slot) });
        var either = completing.Exists(slot => program.Slots[slot] == LineOperation.DiscardOrFlush);
        var cleans = completing.TrueForAll(slot => program.Slots[slot] == LineOperation.Clean);
        var writtenBack = cleans ? left.Cleaned(CpuSet.All) : left.Flushed(CpuSet.All);
        return either ? [writtenBack, left.Discarded(CpuSet.All)] : [writtenBack];
    }

    private static IEnumerable<(ConcreteLine After, int? Value, int? From)> Executed(LineStep step, ConcreteLine line) =>
        step.Operation switch
        {
            LineOperation.None => [(line, null, null)],
            LineOperation.Store => [(line.Stored(step.Cpu), null, null)],
            LineOperation.StoreThrough => [(line.StoredThrough(step.Cpu), null, null)],
            LineOperation.StoreToMemory => [(line.StoredToMemory(), null, null)],
            LineOperation.StoreAndInvalidate => [(line.StoredAndInvalidated(), null, null)],
            LineOperation.StoreEitherWay => [(line.StoredAndInvalidated(), null, null), (line.StoredToMemory(), null, null)],
            LineOperation.Load => Loaded(step.Cpu, line),
            LineOperation.FlushAndLoad => [FromMemory(line.Flushed(CpuSet.All))],
            LineOperation.LoadMemory => [FromMemory(line)],
            LineOperation.Snoop => Snooped(line),
            LineOperation.LoadEitherWay => Snooped(line).Append(FromMemory(line)),
            LineOperation.Issue => [(line with { Pending = line.Pending | (1UL << step.Slot) }, null, null)],
            _ => Maintained(step.Operation, line, step.On).Select(after => (after, (int?)null, (int?)null)),
        };

    private static IEnumerable<(ConcreteLine After, int? Value, int? From)> Loaded(int cpu, ConcreteLine line) =>
        line.Caches[cpu].State != CopyState.Invalid
            ? [(line, line.Caches[cpu].Value, cpu)]
            : line.Snooped().Select(read => (line.With(cpu, CopyState.Clean, read.Value), (int?)read.Value, read.From));

    private static (ConcreteLine After, int? Value, int? From) FromMemory(ConcreteLine line) => (line, line.Memory, null);

    private static IEnumerable<(ConcreteLine After, int? Value, int? From)> Snooped(ConcreteLine line) =>
        line.Snooped().Select(read => (line, (int?)read.Value, read.From));

    private static IEnumerable<ConcreteLine> Maintained(LineOperation operation, ConcreteLine line, CpuSet on) => operation switch
    {
        LineOperation.Clean => [line.Cleaned(on)],
        LineOperation.Discard => [line.Discarded(on)],
        LineOperation.DiscardOrFlush => [line.Flushed(on), line.Discarded(on)],
        _ => [line.Flushed(on)],
    };

    private IEnumerable<ConcreteStep> CacheSteps(ConcreteLine line, int cpu)
    {
        var copy = line.Caches[cpu];
        return copy.State switch
        {
            CopyState.Dirty => [Of("evict", (line with { Memory = copy.Value }).Without(cpu)), Of("clean", line.Cleaned(CpuSet.All))],
            CopyState.Clean => [Of("drop", line.Without(cpu))],
            _ when program.Prefetch => line.Snooped().Select(read => Of("prefetch", line.With(cpu, CopyState.Clean, read.Value))),
            _ => [],
        };

        ConcreteStep Of(string action, ConcreteLine after) => new(StepWords.OfCache(program, cpu, action), after);
    }

    private IEnumerable<ConcreteStep> Completions(ConcreteLine line) => Enumerable.Range(0, program.Slots.Length)
        .Where(slot => (line.Pending >> slot & 1) != 0)
        .SelectMany(slot => Maintained(program.Slots[slot], line with { Pending = line.Pending & ~(1UL << slot) }, CpuSet.All)
            .Select(after => new ConcreteStep(StepWords.OfCompletion(program, program.IssuerOf(slot, line.Pc)), after)));
}
