using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// The steps possible in a world, always in the same order: the program's, then for each line those of its caches and buffers and the
/// completion of each pending operation.
/// </summary>
internal sealed class ConcreteSteps(ProductProgram program)
{
    private readonly ImmutableArray<ProductLine> lines = program.Lines;

    public World Start() => new(0, [.. lines.Select(line => Line.Start(line.Table.Shape))], 0);

    public ulong Pack(World world)
    {
        var state = ((ulong)world.Pc * program.NextPc) | world.Pending;
        for (var i = 0; i < lines.Length; i++)
        {
            state |= (ulong)lines[i].Table.NumberOf(world.Lines[i]) << lines[i].Shift;
        }

        return state;
    }

    public IEnumerable<ConcreteStep> From(World world) =>
        ProgramSteps(world)
            .Concat(
                Enumerable.Range(0, lines.Length).SelectMany(i => CacheSteps(world, i).Concat(Completions(world, i)))
            );

    private IEnumerable<ConcreteStep> ProgramSteps(World world)
    {
        if (world.Pc == program.Steps.Length)
        {
            return [];
        }

        var shown = StepWords.Describe(lines[0].Program, world.Pc);
        IEnumerable<ConcreteStep> outcomes = [new ConcreteStep(shown, world with { Pc = world.Pc + 1 })];
        foreach (var action in program.Steps[world.Pc])
        {
            var step = lines[action.Line].Program.Steps[world.Pc];
            outcomes = outcomes.SelectMany(before =>
                Prepared(before.After, action, step).SelectMany(prepared => Done(before, prepared, action, step))
            );
        }

        return outcomes;
    }

    private IEnumerable<World> Prepared(World world, ProductAction action, LineStep step)
    {
        var line = lines[action.Line];
        var drains = line.MaskOf(step.Drains, false);
        var drained = LineSemantics
            .Drained(line.Table.Shape, drains, world.Lines[action.Line])
            .Select(after => world.With(action.Line, after));
        var completing = world.Pending & action.Completes;
        return completing == 0 ? drained : drained.SelectMany(one => Completed(one, action.Line, completing));
    }

    /// <summary>As in <see cref="ProductLine.Completion"/>: the first one to complete decides whether a dirty copy is written back.</summary>
    private IEnumerable<World> Completed(World world, int index, ulong completing)
    {
        var line = lines[index];
        var operations = line
            .Program.Slots.Where((_, slot) => (completing >> (line.PendingShift + slot) & 1) != 0)
            .ToList();
        var operation =
            operations.Contains(LineOperation.DiscardOrFlush) ? LineOperation.DiscardOrFlush
            : operations.Contains(LineOperation.Flush) ? LineOperation.Flush
            : LineOperation.Clean;
        return OnAll(operation, world with { Pending = world.Pending & ~completing }, index);
    }

    private IEnumerable<World> OnAll(LineOperation operation, World world, int index)
    {
        var shape = lines[index].Table.Shape;
        return LineSemantics
            .Apply(shape, new LineOp(operation, On: shape.AllCaches), world.Lines[index])
            .Select(outcome => world.With(index, outcome.After));
    }

    private IEnumerable<ConcreteStep> Done(ConcreteStep before, World world, ProductAction action, LineStep step)
    {
        var line = lines[action.Line];
        if (action.Step < 0)
        {
            return [before with { After = world with { Pending = world.Pending | action.Issues } }];
        }

        return LineSemantics
            .Apply(line.Table.Shape, line.OpOf(step), world.Lines[action.Line])
            .Select(outcome =>
                outcome.Value is { } value
                    ? new ConcreteStep(
                        Read(before.Shown, value, outcome.From),
                        world.With(action.Line, outcome.After),
                        action.Line,
                        step.Word,
                        outcome.From
                    )
                    : before with
                    {
                        After = world.With(action.Line, outcome.After),
                    }
            );
    }

    private RunStep Read(RunStep shown, int value, int? from) =>
        shown with
        {
            ReadValue = value,
            ReadFrom = from < program.Cpus.Length ? program.Cpus[from.Value] : null,
            ReadFromShared = from == program.Cpus.Length,
        };

    private IEnumerable<ConcreteStep> CacheSteps(World world, int index) =>
        LineEnvironment
            .Steps(lines[index].Table.Shape, world.Lines[index])
            .Select(step => new ConcreteStep(
                StepWords.OfCache(
                    lines[index].Program,
                    step.Cache < program.Cpus.Length ? program.Cpus[step.Cache] : null,
                    step
                ),
                world.With(index, step.After)
            ));

    private IEnumerable<ConcreteStep> Completions(World world, int index)
    {
        var line = lines[index];
        return Enumerable
            .Range(0, line.Program.Slots.Length)
            .Where(slot => (world.Pending >> (line.PendingShift + slot) & 1) != 0)
            .SelectMany(slot =>
            {
                var left = world with { Pending = world.Pending & ~(1UL << (line.PendingShift + slot)) };
                var shown = StepWords.OfCompletion(line.Program, line.Program.IssuerOf(slot, world.Pc));
                return OnAll(line.Program.Slots[slot], left, index).Select(after => new ConcreteStep(shown, after));
            });
    }
}
