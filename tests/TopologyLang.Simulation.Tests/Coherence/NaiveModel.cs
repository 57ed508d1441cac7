using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The model a second time, as plainly as possible, to compare the checker with: values instead of fresh and stale, every physical CPU,
/// all buffers at once, KVM's state interpreted as the program runs, sets of text instead of packed words. No reduction of any kind.
/// </summary>
internal sealed class NaiveModel(ProgramPath path, ImmutableDictionary<string, AccessClass> access)
{
    private Program Program => path.Program;

    private ImmutableDictionary<string, AccessClass> Access => access;

    /// <summary>The length of a shortest run that ends in a stale read, over all access classes; null if there is none.</summary>
    public static int? ShortestRun(ProgramPath path, CancellationToken cancellation = default) =>
        Models(path).Select(model => model.Search(cancellation)).Min();

    /// <summary>The run is one of this model, with the states that it shows, and its last step reads stale data.</summary>
    public static bool Admits(ProgramPath path, ImmutableArray<RunStep> run, AccessClass? assumed) =>
        Models(path).Where(model => assumed is null || model.Access[run[^1].Buffer!] == assumed).Any(model => model.Follows(run));

    private static IEnumerable<NaiveModel> Models(ProgramPath path)
    {
        IEnumerable<ImmutableDictionary<string, AccessClass>> choices = [ImmutableDictionary<string, AccessClass>.Empty];
        foreach (var buffer in path.Buffers)
        {
            choices = choices.SelectMany(chosen => buffer.Access.Select(one => chosen.Add(buffer.Buffer, one)));
        }

        return choices.Select(choice => new NaiveModel(path, choice));
    }

    private int? Search(CancellationToken cancellation)
    {
        var known = new HashSet<string>();
        var now = new List<NaiveWorld> { NaiveWorld.Start(path) };
        for (var length = 1; now.Count > 0; length++)
        {
            var later = new List<NaiveWorld>();
            foreach (var (world, _, violates) in now.SelectMany(Next))
            {
                cancellation.ThrowIfCancellationRequested();
                if (violates)
                {
                    return length;
                }

                if (known.Add(world.Key))
                {
                    later.Add(world);
                }
            }

            now = later;
        }

        return null;
    }

    private bool Follows(ImmutableArray<RunStep> run)
    {
        var shown = run[^1].Buffer!;
        List<NaiveWorld> now = [NaiveWorld.Start(path)];
        foreach (var step in run.SkipLast(1))
        {
            var next = now.SelectMany(Next).Where(next => !(next.Violates && next.By == shown) && Shows(next.World, step));
            now = [.. next.Select(one => one.World).DistinctBy(world => world.Key)];
        }

        return now.SelectMany(Next).Any(next => next.Violates && next.By == shown && Shows(next.World, run[^1]));

        bool Shows(NaiveWorld world, RunStep step)
        {
            var line = world.Lines[shown];
            return (step.Step is not { } index || world.Pc == index + 1)
                && line.Memory == step.Memory
                && line.Expected == step.Expected
                && step.Caches.Select(NaiveLine.TextOf).SequenceEqual(line.Caches.Take(step.Caches.Length))
                && line.Caches.Skip(step.Caches.Length).All(copy => copy == NaiveLine.Invalid);
        }
    }

    private IEnumerable<(NaiveWorld World, string? By, bool Violates)> Next(NaiveWorld world)
    {
        if (world.Pc < Program.Steps.Length)
        {
            var step = Program.Steps[world.Pc];
            foreach (var (after, read) in Step(world with { Pc = world.Pc + 1 }, step))
            {
                yield return (after, step.Buffer, read is { } value && value != after.Lines[step.Buffer!].Expected);
            }
        }

        foreach (var (name, line) in world.Lines)
        {
            foreach (var after in line.Spontaneous(MayPrefetch(name)))
            {
                yield return (world.With(name, after), null, false);
            }
        }
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
                return world.Lines.Keys.Aggregate(
                    (IEnumerable<NaiveWorld>)[world],
                    (worlds, name) => worlds.SelectMany(
                        one => one.Lines[name].CompletedBy(Owners(step)).Select(line => one.With(name, line))))
                    .Select(one => (one, (int?)null));
            case StepKind.Move:
                return [(Moved(world, step.Cpu.Number), null)];
            case StepKind.Wbinvd or StepKind.Wbnoinvd or StepKind.Invd:
                return [(WholeCache(world, step), null)];
            case StepKind.DcCsw or StepKind.DcCisw or StepKind.DcIsw:
                return [(SetWay(world, step), null)];
            default:
                return OnLine(world, step).Select(next => (world.With(step.Buffer!, next.Line), next.Read));
        }
    }

    /// <summary>Whose pending operations a fence completes.</summary>
    private Func<string, bool> Owners(Step step) =>
        step.Cpu.Scope == CpuScope.All ? agent => agent.StartsWith("own", StringComparison.Ordinal) : agent => agent == Agent(step);

    private string Agent(Step step) => step switch
    {
        { Kind: StepKind.Recycle } => "host0",
        { Cpu.Scope: CpuScope.Hypervisor } => $"host{step.Cpu.Number % path.PhysicalCpus}",
        _ => $"own{step.Cpu.Number}",
    };

    private int Physical(NaiveWorld world, Step step) => step switch
    {
        { Kind: StepKind.Recycle } => 0,
        { Cpu.Scope: CpuScope.Hypervisor } => step.Cpu.Number % path.PhysicalCpus,
        _ => world.Where[step.Cpu.Number],
    };

    private NaiveWorld Moved(NaiveWorld world, int number)
    {
        var from = world.Where[number];
        var to = (from + 1) % path.PhysicalCpus;
        var flushed = path.Cpu.FlushOnMove && from != to ? world.EveryLine(line => line.WrittenBack(from).Dropped(from)) : world;
        return flushed with { Where = world.Where.SetItem(number, to), Mask = world.Mask.SetItem(number, world.Mask[number].Add(to)) };
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
                world = world.Mask[number].Add(world.Where[number])
                    .Aggregate(world, (one, cpu) => one.EveryLine(line => line.WrittenBack(cpu).Dropped(cpu)));
                world = world with { Mask = world.Mask.SetItem(number, []) };
            }

            return world;
        }

        return path.Cpu.Wbinvd == WbinvdMode.Native ? OnCaches(world, step, step.Kind) : world;
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

        return OnCaches(world, step, step.Kind switch
        {
            StepKind.DcCsw => StepKind.Wbnoinvd,
            StepKind.DcCisw => StepKind.Wbinvd,
            _ => StepKind.Invd,
        });
    }

    private NaiveWorld OnCaches(NaiveWorld world, Step step, StepKind kind)
    {
        IEnumerable<int> cpus = step.Cpu.Scope != CpuScope.All ? [Physical(world, step)]
            : path.InGuest ? world.Where.Values
            : Enumerable.Range(0, path.PhysicalCpus);
        return cpus.Aggregate(world, (one, cpu) => one.EveryLine(line => kind switch
        {
            StepKind.Wbinvd => line.WrittenBack(cpu).Dropped(cpu),
            StepKind.Wbnoinvd => line.WrittenBack(cpu),
            _ => line.Dropped(cpu),
        }));
    }

    private IEnumerable<(NaiveLine Line, int? Read)> OnLine(NaiveWorld world, Step step)
    {
        var line = world.Lines[step.Buffer!];
        switch (step.Kind)
        {
            case StepKind.Write or StepKind.Read or StepKind.Recycle:
                var byHost = step.Kind == StepKind.Recycle || step.Cpu.Scope == CpuScope.Hypervisor;
                var type = byHost ? AccessClass.WriteBack : access[step.Buffer!];
                var first = path.AccessCompletesLineOperations && type == AccessClass.WriteBack
                    ? line.CompletedBy(agent => agent == Agent(step))
                    : [line];
                return first.SelectMany(before => step.Kind == StepKind.Read
                    ? Read(before, type, Physical(world, step))
                    : [(Recycled(step, Written(before, type, Physical(world, step))), null)]);
            case StepKind.DmaRead:
                return Ways(step).SelectMany(
                    snooped => snooped ? line.SnoopedValues().Select(value => (line, (int?)value)) : [(line, line.Memory)]);
            case StepKind.DmaWrite:
                return Ways(step).Select(snooped => ((snooped ? line.FlushedEverywhere() : line).NewInMemory(), (int?)null));
            case StepKind.Clflush:
                return [(line.FlushedEverywhere(), null)];
            case StepKind.SyncForDevice:
                return Synced(line, path.SyncForDevice);
            case StepKind.SyncForCpu:
                return Synced(line, path.SyncForCpu);
            default:
                var name = step.Kind == StepKind.DcIvac && path.Cpu.StageTwo ? nameof(StepKind.DcCivac) : step.Kind.ToString();
                return [(line with { Pending = line.Pending.Add((Agent(step), name)) }, null)];
        }
    }

    private NaiveLine Recycled(Step step, NaiveLine written) =>
        step.Kind == StepKind.Recycle && path.RecycleFlushes ? written.FlushedEverywhere() : written;

    private IEnumerable<(NaiveLine Line, int? Read)> Synced(NaiveLine line, SyncEffect effect) => (effect switch
    {
        SyncEffect.Nothing => [line],
        SyncEffect.Clean => line.Done(nameof(StepKind.DcCvac)),
        SyncEffect.Invalidate when !path.Cpu.StageTwo => line.Done(nameof(StepKind.DcIvac)),
        _ => line.Done(nameof(StepKind.DcCivac)),
    }).Select(after => (after, (int?)null));

    private IEnumerable<bool> Ways(Step step)
    {
        var device = path.Devices.Single(device => device.Device == step.Device);
        return (step.NoSnoop ? device.NoSnoop : device.Ordinary) switch
        {
            Snooped.Yes => [true],
            Snooped.No => [false],
            _ => [true, false],
        };
    }

    private static NaiveLine Written(NaiveLine line, AccessClass type, int cpu)
    {
        var held = line.Caches[cpu] != NaiveLine.Invalid;
        switch (type)
        {
            case AccessClass.WriteBack:
                var alone = line.Caches.Select((_, other) => other).Aggregate(line, (one, other) => one.Dropped(other));
                return alone with { Caches = alone.Caches.SetItem(cpu, $"D{line.Expected + 1}"), Expected = line.Expected + 1 };
            case AccessClass.WriteThrough:
                var written = line.FlushedEverywhere().NewInMemory();
                return held ? written with { Caches = written.Caches.SetItem(cpu, $"C{written.Expected}") } : written;
            case AccessClass.UncachedChecked:
                return line.FlushedEverywhere().NewInMemory();
            default:
                return line.NewInMemory();
        }
    }

    private static IEnumerable<(NaiveLine Line, int? Read)> Read(NaiveLine line, AccessClass type, int cpu)
    {
        switch (type)
        {
            case AccessClass.UncachedChecked:
                var flushed = line.FlushedEverywhere();
                return [(flushed, flushed.Memory)];
            case AccessClass.UncachedUnchecked:
                return [(line, line.Memory)];
            default:
                return line.Caches[cpu] != NaiveLine.Invalid
                    ? [(line, NaiveLine.ValueOf(line.Caches[cpu]))]
                    : line.SnoopedValues().Select(value => (line with { Caches = line.Caches.SetItem(cpu, $"C{value}") }, (int?)value));
        }
    }
}
