using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The model a second time, as plainly as possible, to compare the checker with: values instead of fresh and stale, every physical CPU,
/// all buffers at once, KVM's state interpreted as the program runs, sets of text instead of packed words. No reduction of any kind.
/// </summary>
internal sealed partial class NaiveModel(ProgramPath path, ImmutableDictionary<string, AccessClass> access)
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
    /// Over all access classes: the length of a shortest run that ends in a stale read, null if there is none; and whether every model
    /// has a run to the end of the program.
    /// </summary>
    public static (int? Shortest, bool Ends) Search(ProgramPath path, CancellationToken cancellation = default)
    {
        var answers = Models(path).Select(model => model.Search(cancellation)).ToList();
        return (answers.Min(answer => answer.Shortest), answers.TrueForAll(answer => answer.Ends));
    }

    /// <summary>The run is one of this model, with the states that it shows, and its last step reads stale data.</summary>
    public static bool Admits(ProgramPath path, ImmutableArray<RunStep> run, AccessClass? assumed) =>
        Models(path)
            .Where(model => assumed is null || model.Access[run[^1].Buffer!] == assumed)
            .Any(model => model.Follows(run));

    private static IEnumerable<NaiveModel> Models(ProgramPath path)
    {
        IEnumerable<ImmutableDictionary<string, AccessClass>> choices =
        [
            ImmutableDictionary<string, AccessClass>.Empty,
        ];
        foreach (var buffer in path.Buffers)
        {
            choices = choices.SelectMany(chosen => buffer.Access.Select(one => chosen.Add(buffer.Buffer, one)));
        }

        return choices.Select(choice => new NaiveModel(path, choice));
    }

    private (int? Shortest, bool Ends) Search(CancellationToken cancellation)
    {
        var known = new HashSet<string>();
        var now = new List<NaiveWorld> { NaiveWorld.Start(path, lines) };
        var ends = now[0].Pc == Program.Steps.Length;
        for (var length = 1; now.Count > 0; length++)
        {
            var later = new List<NaiveWorld>();
            foreach (var (world, _, violates) in now.SelectMany(Next))
            {
                cancellation.ThrowIfCancellationRequested();
                if (violates)
                {
                    return (length, true);
                }

                ends |= world.Pc == Program.Steps.Length;
                if (known.Add(world.Key))
                {
                    later.Add(world);
                }
            }

            now = later;
        }

        return (null, ends);
    }

    private bool Follows(ImmutableArray<RunStep> run)
    {
        var shown = run[^1].Buffer!;
        List<NaiveWorld> now = [NaiveWorld.Start(path, lines)];
        foreach (var step in run.SkipLast(1))
        {
            var next = now.SelectMany(Next)
                .Where(next => !(next.Violates && next.By == shown) && Shows(next.World, step));
            now = [.. next.Select(one => one.World).DistinctBy(world => world.Key)];
        }

        return now.SelectMany(Next).Any(next => next.Violates && next.By == shown && Shows(next.World, run[^1]));

        bool Shows(NaiveWorld world, RunStep step)
        {
            var (name, word) = Place(shown);
            var line = world.Lines[name];
            return (step.Step is not { } index || world.Pc == index + 1)
                && line.Memory[word] == step.Memory
                && line.Expected[word] == step.Expected
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

    private IEnumerable<(NaiveWorld World, string? By, bool Violates)> Next(NaiveWorld world)
    {
        if (world.Pc < Program.Steps.Length)
        {
            var step = Program.Steps[world.Pc];
            foreach (var (after, read) in Step(world with { Pc = world.Pc + 1 }, step))
            {
                var stale = read is { } value && value != Expected(after, step.Buffer!);
                if (!stale || step.Kind is not (StepKind.Wait or StepKind.DmaWait))
                {
                    yield return (after, step.Buffer, stale);
                }
            }
        }

        foreach (var (name, line) in world.Lines)
        {
            foreach (
                var after in line.Spontaneous(lines.Single(one => one[0] == name).Any(MayPrefetch), Migrates, Looks)
            )
            {
                yield return (world.With(name, after), null, false);
            }
        }
    }

    private bool Migrates => path.Profile.DirtyLines == DirtyLines.Migrate;

    /// <summary>The ways in which a write-combining access may come to memory.</summary>
    private bool[] Looks =>
        path.Profile.Checks switch
        {
            CombiningChecks.No => [false],
            CombiningChecks.Either => [true, false],
            _ => [true],
        };

    private int Expected(NaiveWorld world, string buffer)
    {
        var (line, word) = Place(buffer);
        return world.Lines[line].Expected[word];
    }

    /// <summary>The line of a buffer, by its first buffer's name, and the buffer's word in it.</summary>
    private (string Line, int Word) Place(string buffer)
    {
        var line = lines.Single(one => one.Contains(buffer));
        return (line[0], line.IndexOf(buffer));
    }

    private bool MayPrefetch(string buffer) =>
        access[buffer] is AccessClass.WriteBack or AccessClass.WriteThrough
        || path.Buffers.Single(one => one.Buffer == buffer).HypervisorMapsIt
        || Program.Steps.Any(step => step.Kind == StepKind.Recycle && step.Buffer == buffer);

    private IEnumerable<(NaiveWorld World, int? Read)> Step(NaiveWorld world, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Fence:
                return Drained(world, Executing(world, step))
                    .SelectMany(one => one.EveryLine(line => line.CompletedBy(Owners(step))))
                    .Select(one => (one, (int?)null));
            case StepKind.Move:
                return Drained(world, [world.Where[step.Cpu.Number]])
                    .Select(one => (Moved(one, step.Cpu.Number), (int?)null));
            case StepKind.Wbinvd or StepKind.Wbnoinvd or StepKind.Invd:
                return Drained(world, Emptied(world, step)).Select(one => (WholeCache(one, step), (int?)null));
            case StepKind.DcCsw or StepKind.DcCisw or StepKind.DcIsw:
                return [(SetWay(world, step), null)];
            default:
                return OnLine(world, step).Select(next => (world.With(Place(step.Buffer!).Line, next.Line), next.Read));
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

    /// <summary>Whose pending operations a fence completes.</summary>
    private Func<string, bool> Owners(Step step) =>
        step.Cpu.Scope == CpuScope.All
            ? agent => agent.StartsWith("own", StringComparison.Ordinal)
            : agent => agent == Agent(step);

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
