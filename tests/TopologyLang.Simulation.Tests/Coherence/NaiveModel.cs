using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The model a second time, as plainly as possible, to compare the checker with: values instead of fresh and stale,
/// every physical CPU, all buffers at once, KVM's state interpreted as the program runs, sets of text instead of packed
/// words. No reduction of any kind.
/// </summary>
internal sealed partial class NaiveModel(
    ProgramPath path,
    ImmutableDictionary<string, AccessClass> access,
    NaiveOrder order
)
{
    /// <summary>The buffers of each line: those that share one are its words.</summary>
    private readonly ImmutableArray<ImmutableArray<string>> lines =
    [
        .. path
            .Program.Buffers.GroupBy(buffer => buffer.Shares ?? buffer.Name)
            .Select(line => line.Select(one => one.Name).ToImmutableArray()),
    ];

    private Program Program => path.Program;

    private ImmutableDictionary<string, AccessClass> Access => access;

    /// <summary>
    /// Over all access classes. Lengths are those of shortest runs that end in a read that goes wrong and that can go
    /// on to the end.
    /// </summary>
    /// <param name="extra">Edges to be added to the order.</param>
    public static NaiveAnswer Search(
        ProgramPath path,
        IReadOnlyList<(int, int)>? extra = null,
        CancellationToken cancellation = default
    )
    {
        var answers = Models(path, extra).Select(model => NaiveSearch.Run(model, cancellation)).ToList();
        return new NaiveAnswer(
            answers.Min(answer => answer.Older),
            answers.Min(answer => answer.Newer),
            answers.TrueForAll(answer => answer.Ends)
        );
    }

    /// <summary>The run is one of this model, with the states that it shows, and its last step goes wrong.</summary>
    public static bool Admits(ProgramPath path, ImmutableArray<RunStep> run, AccessClass? assumed) =>
        Models(path)
            .Where(model => assumed is null || model.Access[run[^1].Buffer!] == assumed)
            .Any(model => model.Follows(run));

    private static IEnumerable<NaiveModel> Models(ProgramPath path, IReadOnlyList<(int, int)>? extra = null)
    {
        IEnumerable<ImmutableDictionary<string, AccessClass>> choices =
        [
            ImmutableDictionary<string, AccessClass>.Empty,
        ];
        foreach (var buffer in path.Buffers)
        {
            choices = choices.SelectMany(chosen => buffer.Access.Select(one => chosen.Add(buffer.Buffer, one)));
        }

        var order = new NaiveOrder(path, extra);
        return choices.Select(choice => new NaiveModel(path, choice, order));
    }

    private bool Follows(ImmutableArray<RunStep> run)
    {
        var shown = run[^1].Buffer!;
        List<NaiveWorld> now = [Start];
        foreach (var step in run.SkipLast(1))
        {
            now =
            [
                .. now.SelectMany(Next)
                    .Where(next => next.Step == step.Step && Shows(next, step))
                    .Select(next => next.World)
                    .DistinctBy(world => world.Key),
            ];
        }

        return now.SelectMany(Next)
            .Any(next =>
                next.Step == run[^1].Step
                && next.Read is { } read
                && read == run[^1].ReadValue
                && read != next.Expected
                && Shows(next, run[^1])
            );

        bool Shows(NaiveStep next, RunStep step)
        {
            var world = next.World;
            var (name, word) = Place(shown);
            var line = world.Lines[name];
            return line.Memory[word] == step.Memory
                && step.Expected == (step.ReadValue is null ? line.Expected[word] : next.Expected)
                && step.Caches.Select(NaiveLine.TextOf)
                    .SequenceEqual(line.Caches.Take(step.Caches.Length).Select(copy => NaiveLine.TextOf(copy, word)))
                && line.Caches.Take(path.PhysicalCpus).Skip(step.Caches.Length).All(copy => copy == NaiveCopy.Invalid)
                && (
                    step.Shared is not { } shared || NaiveLine.TextOf(shared) == NaiveLine.TextOf(line.Caches[^1], word)
                )
                && step.Combining.SequenceEqual(
                    line.Buffers.Take(step.Combining.Length).Select(buffer => buffer[word])
                );
        }
    }

    /// <summary>Whatever happens, a run can go on to the end.</summary>
    public bool AlwaysEnds => !Program.Steps.Any(step => step.Kind is StepKind.Wait or StepKind.DmaWait);

    public NaiveWorld Start => NaiveWorld.Start(path, lines);

    /// <summary>Every step that the program has was taken, those left out that are only pairs of others.</summary>
    public bool IsEnd(NaiveWorld world) =>
        Enumerable.Range(0, Program.Steps.Length).All(i => !order.IsTaken(i) || world.Taken.Contains(i));

    /// <summary>The worlds after one step, with what it read.</summary>
    public IEnumerable<NaiveStep> Next(NaiveWorld world)
    {
        foreach (var index in Enumerable.Range(0, Program.Steps.Length).Where(i => MayBeNext(world, i)))
        {
            var step = Program.Steps[index];
            var (newest, own) = order.SourcesOf(index);
            var expected = order.VersionOf(newest);
            var taken = world with { Taken = world.Taken.Add(index) };
            var isRead = step.Kind is StepKind.Read or StepKind.DmaRead or StepKind.Wait or StepKind.DmaWait;
            var outcomes =
                isRead && own >= 0 && !world.Taken.Contains(own)
                    ? [(taken, order.VersionOf(own))]
                    : Step(taken, step, isRead ? expected : order.VersionOf(index));
            foreach (var (after, read) in outcomes)
            {
                if (step.Kind is not (StepKind.Wait or StepKind.DmaWait) || read == expected)
                {
                    yield return new NaiveStep(after, index, read, expected);
                }
            }
        }

        foreach (var (name, line) in world.Lines)
        {
            foreach (
                var after in line.Spontaneous(lines.Single(one => one[0] == name).Any(MayPrefetch), Migrates, Looks)
            )
            {
                yield return new NaiveStep(world.With(name, after), null, null, 0);
            }
        }
    }

    private bool MayBeNext(NaiveWorld world, int step) =>
        order.IsTaken(step)
        && !world.Taken.Contains(step)
        && Enumerable
            .Range(0, step)
            .All(before => world.Taken.Contains(before) || !order.IsTaken(before) || !order.Before(before, step));

    private bool Migrates => path.Profile.DirtyLines == DirtyLines.Migrate;

    /// <summary>The ways in which a write-combining access may come to memory.</summary>
    private bool[] Looks =>
        path.Profile.Checks switch
        {
            CombiningChecks.No => [false],
            CombiningChecks.Either => [true, false],
            _ => [true],
        };

    /// <summary>The line of a buffer, by its first buffer's name, and the buffer's word in it.</summary>
    private (string Line, int Word) Place(string buffer)
    {
        var line = lines.Single(one => one.Contains(buffer));
        return (line[0], line.IndexOf(buffer));
    }

    private bool MayPrefetch(string buffer) =>
        access[buffer] is AccessClass.WriteBack or AccessClass.WriteThrough
        || path.Buffers.Single(one => one.Buffer == buffer) is { HypervisorMapsIt: true } or { HasAlias: true }
        || Program.Steps.Any(step => step.Kind == StepKind.Recycle && step.Buffer == buffer);

    /// <param name="version">Of a write, the number of its value; of a read, of the one that it is meant to
    /// see.</param>
    private IEnumerable<(NaiveWorld World, int? Read)> Step(NaiveWorld world, Step step, int version)
    {
        switch (step.Kind)
        {
            case StepKind.Doorbell or StepKind.DmaInterrupt:
                return [(world, null)];
            case StepKind.Fence or StepKind.Barrier:
                return Drained(world, Executing(world, step))
                    .SelectMany(one => one.EveryLine(line => line.CompletedBy(CompletedAt(world, step))))
                    .Select(one => (one, (int?)null));
            case StepKind.Move:
                return Drained(world, [world.Where[step.Cpu.Number]])
                    .Select(one => (Moved(one, step.Cpu.Number), (int?)null));
            case StepKind.Wbinvd or StepKind.Wbnoinvd or StepKind.Invd:
                return Drained(world, Emptied(world, step)).Select(one => (WholeCache(one, step), (int?)null));
            case StepKind.DcCsw or StepKind.DcCisw or StepKind.DcIsw:
                return [(SetWay(world, step), null)];
            default:
                return OnLine(world, step, version)
                    .Select(next => (world.With(Place(step.Buffer!).Line, next.Line), next.Read));
        }
    }

    private IEnumerable<int> Executing(NaiveWorld world, Step step) =>
        step.Cpu.Scope == CpuScope.All ? world.Where.Values : [Physical(world, step)];

    /// <summary>The physical CPUs that execute a wbinvd or its kin, as whatever it becomes.</summary>
    private IEnumerable<int> Emptied(NaiveWorld world, Step step)
    {
        if (
            (path.InGuest && step.Kind == StepKind.Invd)
            || path.Cpu.Wbinvd is not (WbinvdMode.Native or WbinvdMode.Emulated)
        )
        {
            return [];
        }

        if (path.Cpu.Wbinvd == WbinvdMode.Native)
        {
            return step.Cpu.Scope == CpuScope.All && !path.InGuest
                ? Enumerable.Range(0, path.PhysicalCpus)
                : Executing(world, step);
        }

        var numbers = step.Cpu.Scope == CpuScope.All ? world.Where.Keys : [step.Cpu.Number];
        return numbers.SelectMany(number => world.Mask[number].Add(world.Where[number])).Distinct();
    }

    private IEnumerable<NaiveWorld> Drained(NaiveWorld world, IEnumerable<int> cpus) =>
        cpus.Order()
            .Aggregate(
                (IEnumerable<NaiveWorld>)[world],
                (worlds, cpu) =>
                    worlds.SelectMany(one =>
                        one.EveryLine(line =>
                            line.Combines(cpu) ? Looks.Select(looks => line.Drained(cpu, looks)) : [line]
                        )
                    )
            );

    /// <summary>A fence completes what its CPU has pending, and what anybody issued where it is executed.</summary>
    private Func<NaivePending, bool> CompletedAt(NaiveWorld world, Step step)
    {
        var cpus = Executing(world, step).ToHashSet();
        return one =>
            cpus.Contains(one.Cpu)
            || (
                step.Cpu.Scope == CpuScope.All
                    ? one.Agent.StartsWith("own", StringComparison.Ordinal)
                    : one.Agent == Agent(step)
            );
    }

    private string Agent(Step step) =>
        step switch
        {
            { Kind: StepKind.Recycle } => "host0",
            { Cpu.Scope: CpuScope.Hypervisor } => $"host{step.Cpu.Number % path.PhysicalCpus}",
            _ => $"own{step.Cpu.Number}",
        };

    private int Physical(NaiveWorld world, Step step) =>
        step switch
        {
            { Kind: StepKind.Recycle } => 0,
            { Cpu.Scope: CpuScope.Hypervisor } => step.Cpu.Number % path.PhysicalCpus,
            _ => world.Where[step.Cpu.Number],
        };

    private NaiveWorld Moved(NaiveWorld world, int number)
    {
        var from = world.Where[number];
        var to = (from + 1) % path.PhysicalCpus;
        var flushed = path.Cpu.FlushOnMove && from != to ? OnCaches(world, [from], StepKind.Wbinvd, true) : world;
        return flushed with
        {
            Where = world.Where.SetItem(number, to),
            Mask = world.Mask.SetItem(number, world.Mask[number].Add(to)),
        };
    }

    private NaiveWorld WholeCache(NaiveWorld world, Step step)
    {
        if (path.InGuest && step.Kind == StepKind.Invd)
        {
            return world;
        }

        var numbers = step.Cpu.Scope == CpuScope.All ? world.Where.Keys : [step.Cpu.Number];
        if (path.Cpu.Wbinvd == WbinvdMode.Emulated)
        {
            foreach (var number in numbers)
            {
                world = OnCaches(world, world.Mask[number].Add(world.Where[number]), StepKind.Wbinvd, true);
                world = world with { Mask = world.Mask.SetItem(number, []) };
            }

            return world;
        }

        return path.Cpu.Wbinvd == WbinvdMode.Native ? OnCaches(world, Reached(world, step), step.Kind, true) : world;
    }

    private NaiveWorld SetWay(NaiveWorld world, Step step)
    {
        if (path.Cpu.SetWayIgnored)
        {
            return world;
        }

        if (path.Cpu.SetWayTrapped)
        {
            return world.Trapped ? world : world.EveryLine(line => line.FlushedEverywhere()) with { Trapped = true };
        }

        var kind = step.Kind switch
        {
            StepKind.DcCsw => StepKind.Wbnoinvd,
            StepKind.DcCisw => StepKind.Wbinvd,
            _ => StepKind.Invd,
        };
        return OnCaches(world, Reached(world, step), kind, false);
    }

    private IEnumerable<int> Reached(NaiveWorld world, Step step) =>
        step.Cpu.Scope == CpuScope.All && !path.InGuest
            ? Enumerable.Range(0, path.PhysicalCpus)
            : Executing(world, step);

    private NaiveWorld OnCaches(NaiveWorld world, IEnumerable<int> cpus, StepKind kind, bool sharedToo)
    {
        var caches = sharedToo && path.Profile.DmaAllocates ? cpus.Append(path.PhysicalCpus) : cpus;
        return caches.Aggregate(
            world,
            (one, cache) =>
                one.EveryLine(line =>
                    kind switch
                    {
                        StepKind.Wbinvd => line.WrittenBack(cache).Dropped(cache),
                        StepKind.Wbnoinvd => line.WrittenBack(cache),
                        _ => line.Dropped(cache),
                    }
                )
        );
    }
}
