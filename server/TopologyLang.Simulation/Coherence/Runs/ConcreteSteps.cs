using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Products;
using TopologyLang.Simulation.Coherence.Programs;

namespace TopologyLang.Simulation.Coherence.Runs;

/// <summary>
/// The steps possible in a world, always in the same order: the program's, then for each line those of its caches and
/// buffers and the completion of each pending operation.
/// </summary>
internal sealed class ConcreteSteps(ProductProgram program)
{
    private readonly ImmutableArray<ProductLine> lines = program.Lines;

    public World Start() => new(0, [.. lines.Select(line => Line.Start(line.Table.Shape))], 0);

    public ulong Pack(World world)
    {
        var state = ((ulong)world.Place << program.PlaceShift) | world.Pending;
        for (var i = 0; i < lines.Length; i++)
        {
            state |= (ulong)lines[i].NumberOf(world.Lines[i]) << lines[i].Shift;
        }

        return state;
    }

    public IEnumerable<ConcreteStep> From(World world) =>
        ProgramSteps(world)
            .Concat(
                Enumerable.Range(0, lines.Length).SelectMany(i => CacheSteps(world, i).Concat(Completions(world, i)))
            );

    private IEnumerable<ConcreteStep> ProgramSteps(World world) =>
        program.At(world.Place).Moves.SelectMany(move => Taken(world, move));

    private IEnumerable<ConcreteStep> Taken(World world, ProductMove move)
    {
        var shown = StepWords.Describe(lines[0].Program, move.Step) with { Overtakes = Overtaken(world, move.Step) };
        var after = world with { Place = (int)(move.Next >> program.PlaceShift) };
        if (move.OwnStore)
        {
            return [FromOwnStore(shown, after, move.Step)];
        }

        IEnumerable<ConcreteStep> outcomes = [new ConcreteStep(shown, after)];
        foreach (var action in move.Actions)
        {
            var step = lines[action.Line].Program.Steps[move.Step];
            outcomes = outcomes.SelectMany(before =>
                Prepared(before.After, action, step).SelectMany(prepared => Done(before, prepared, action, step))
            );
        }

        return outcomes;
    }

    /// <summary>The steps of the same actor that the text has before this one and that were not taken yet.</summary>
    private ImmutableArray<int> Overtaken(World world, int step) =>
        program.Order.IsText
            ? []
            :
            [
                .. program
                    .Order.Steps.Take(step)
                    .Where(before =>
                        before.IsTaken
                        && before.Actor.Includes(program.Order.Steps[step].Actor)
                        && !program.IsTaken(world.Place, before.Index)
                    )
                    .Select(before => before.Index),
            ];

    private ConcreteStep FromOwnStore(RunStep shown, World after, int step)
    {
        var source = program.Order.Reads[step];
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].Program.WordOf(shown.Buffer) is >= 0 and var word)
            {
                var read = shown with { ReadValue = source.OwnVersion, FromOwnStore = true };
                return new ConcreteStep(read, after, line, word, source.NewestVersion);
            }
        }

        return new ConcreteStep(shown, after);
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

    /// <summary>
    /// As in <see cref="ProductLine.Completion"/>: the first one to complete decides whether a dirty copy is written
    /// back.
    /// </summary>
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
            .Apply(line.Table.Shape, line.OpOf(step) with { Value = step.Version }, world.Lines[action.Line])
            .Select(outcome =>
                outcome.Value is { } value
                    ? new ConcreteStep(
                        Read(before.Shown, value, outcome.From),
                        world.With(action.Line, outcome.After),
                        action.Line,
                        step.Word,
                        program.Order.Reads[before.Shown.Step!.Value].NewestVersion
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
                var shown = StepWords.OfCompletion(
                    line.Program,
                    line.Program.IssuerOf(slot, step => program.IsTaken(world.Place, step))
                );
                return OnAll(line.Program.Slots[slot], left, index).Select(after => new ConcreteStep(shown, after));
            });
    }
}
