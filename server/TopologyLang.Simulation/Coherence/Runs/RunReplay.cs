using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Products;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Runs;

/// <summary>Repeats a run that the search found with the values in it, and names the hazard.</summary>
internal sealed class RunReplay
{
    private readonly ProductProgram program;
    private readonly int line;
    private readonly int word;
    private readonly string buffer;

    private RunReplay(ProductProgram program, ConcreteStep last)
    {
        this.program = program;
        (line, word) = (last.Line, last.Word);
        buffer = program.Lines[line].Program.Words[word].Buffer.Buffer;
    }

    /// <param name="places">Of each step among those that are possible there.</param>
    public static (ImmutableArray<RunStep> Steps, Hazard Hazard) Replay(
        ProductProgram program,
        ImmutableArray<int> places
    )
    {
        var steps = new ConcreteSteps(program);
        var world = steps.Start();
        var run = new List<ConcreteStep>();
        foreach (var place in places)
        {
            run.Add(steps.From(world).ElementAt(place));
            world = run[^1].After;
        }

        var replay = new RunReplay(program, run[^1]);
        ImmutableArray<RunStep> shown = [.. run.Select(replay.Shown)];
        return (shown, replay.HazardOf(shown));
    }

    private RunStep Shown(ConcreteStep step)
    {
        var after = step.After.Lines[line];
        var shown =
            step.Line == line && step.Word == word
                ? step.Shown
                : step.Shown with
                {
                    ReadValue = null,
                    ReadFrom = null,
                    ReadFromShared = false,
                    FromOwnStore = false,
                };
        return shown with
        {
            Memory = after.Memory[word],
            Caches = ByCpu(index => Copy(after.Caches[index]), new CacheCopy(CopyState.Invalid, 0)),
            Expected = step.Line == line && step.Word == word ? step.Expected : after.Newest[word],
            Pending = PendingIn(step.After),
            Shared = after.Caches.Length > program.Cpus.Length ? Copy(after.Caches[^1]) : null,
            Combining = after.Buffers.IsEmpty ? [] : ByCpu(index => Held(after.Buffers[index][word]), null),
        };
    }

    private ImmutableArray<int> PendingIn(World world)
    {
        var own = program.Lines[line];
        return
        [
            .. Enumerable
                .Range(0, own.Program.Slots.Length)
                .Where(slot => (world.Pending >> (own.PendingShift + slot) & 1) != 0)
                .Select(slot => own.Program.IssuerOf(slot, step => program.IsTaken(world.Place, step)))
                .Order(),
        ];
    }

    private CacheCopy Copy(LineCopy copy) =>
        copy.State == CopyState.Invalid
            ? new CacheCopy(CopyState.Invalid, 0)
            : new CacheCopy(copy.State, copy.Words[word]);

    private static int? Held(int value) => value == Line.Absent ? null : value;

    private ImmutableArray<T> ByCpu<T>(Func<int, T> of, T others) =>
        program.Cpus.IsEmpty
            ? []
            :
            [
                .. Enumerable
                    .Range(0, program.Cpus[^1] + 1)
                    .Select(cpu => program.Cpus.IndexOf(cpu) is >= 0 and var index ? of(index) : others),
            ];

    private Hazard HazardOf(ImmutableArray<RunStep> run)
    {
        var last = run[^1];
        if (last.ReadValue > last.Expected)
        {
            return Hazard.Overwritten;
        }

        if (last.Actor == RunActor.Device && last.ReadValue < Recycled(last.Step!.Value))
        {
            return Hazard.InformationLeak;
        }

        // A device's write reaches memory, or the shared cache, at once: another value there later was put there by a
        // write-back.
        var newest = program.Order.Reads[last.Step!.Value].Newest;
        if (
            newest >= 0
            && program.Order.Steps[newest].Step.Kind == StepKind.DmaWrite
            && run.Any(step => step.Step == newest)
            && last.Memory != last.Expected
            && !WasLeftInACache(run)
        )
        {
            return Hazard.DmaWriteLost;
        }

        return last.Actor == RunActor.Device ? Hazard.DeviceReadsStale : Hazard.CpuReadsStale;
    }

    /// <summary>The number of the last write before a read that gave the page to a new owner; 0: none did.</summary>
    private int Recycled(int read) =>
        program
            .Order.Steps.Take(read)
            .Where(step => step.Step.Kind == StepKind.Recycle && step.Step.Buffer == buffer)
            .Select(step => program.Order.Reads[step.Index].Version)
            .LastOrDefault();

    /// <summary>The newest value was in the shared cache before the last read, and is not lost.</summary>
    private static bool WasLeftInACache(ImmutableArray<RunStep> run) =>
        run[^1] is { Shared: { State: not CopyState.Invalid } shared, Expected: var newest } && shared.Value == newest;
}
