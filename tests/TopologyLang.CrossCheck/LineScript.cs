using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck;

/// <summary>What a program step does to one line: one of several ways, each a sequence.</summary>
/// <param name="Waits">It happens only if its read returns the newest value.</param>
internal sealed record ScriptStep(ImmutableArray<ImmutableArray<Act>> Ways, bool Waits = false);

/// <summary>
/// What a program does to one line, read from docs/model.md and not from the checker's own tables. Where the CPUs of
/// the program run, and on which of them a whole-cache operation acts, is taken from the checker
/// (<see cref="CpuPlacement"/>).
/// </summary>
internal sealed class LineScript
{
    private readonly ProgramPath path;
    private readonly ImmutableArray<WordPath> words;
    private readonly ImmutableArray<int> cpus;
    private readonly List<(CpuSelector Issuer, int Cpu, ImmutableArray<Maintenance> Kinds)> slots = [];
    private readonly List<int> open = [];

    /// <param name="cpus">The physical CPUs that are modelled.</param>
    public LineScript(ProgramPath path, ImmutableArray<WordPath> words, ImmutableArray<int> cpus)
    {
        (this.path, this.words, this.cpus) = (path, words, cpus);
        var combines = words.Any(word => word.Access == AccessClass.WriteCombining);
        Shape = new LineShape(
            cpus.Length,
            path.Profile.DmaAllocates,
            words.Length,
            combines && path.Profile.Buffers == CombiningBuffers.Kept,
            path.Profile.Checks ?? CombiningChecks.Yes,
            words.Any(Prefetches),
            path.Profile.DirtyLines == DirtyLines.Migrate
        );
        var placement = new CpuPlacement(path);
        Steps = [.. path.Program.Steps.Select(step => Of(placement.Place(step)))];
    }

    public LineShape Shape { get; }

    public ImmutableArray<ScriptStep> Steps { get; }

    /// <summary>For each pending slot what it may turn out to be.</summary>
    public IReadOnlyList<ImmutableArray<Maintenance>> Slots => [.. slots.Select(slot => slot.Kinds)];

    private ImmutableArray<int> Caches => [.. Enumerable.Range(0, Shape.Caches)];

    private Act.Maintain FlushAll => new Act.Maintain(Maintenance.Flush, Caches);

    /// <summary>
    /// A cacheable mapping exists: the program's, the hypervisor's of guest memory, the kernel's, or the one that
    /// recycles the page.
    /// </summary>
    private bool Prefetches(WordPath word) =>
        word.Access is AccessClass.WriteBack or AccessClass.WriteThrough
        || word.Buffer.HypervisorMapsIt
        || word.Buffer.HasAlias
        || path.Program.Steps.Any(step => step.Kind == StepKind.Recycle && step.Buffer == word.Buffer.Buffer);

    private ScriptStep Of(PlacedStep placed)
    {
        // Buffers are emptied in the order of their CPUs, before anything else happens.
        var drains = cpus.Index()
            .Where(cpu => Shape.Buffers && placed.Drains.Contains(cpu.Item))
            .Select(cpu => (Act)new Act.Drain(cpu.Index));
        var word = words.Select(one => one.Buffer.Buffer).ToList().IndexOf(placed.Step.Buffer!);
        ImmutableArray<ImmutableArray<Act>> ways = placed switch
        {
            { Caches: not LineOperation.None } =>
            [
                [WholeCaches(placed)],
            ],
            { Step.Kind: StepKind.Fence } =>
            [
                [new Act.Complete(TakeOpen(Issuer(placed), placed.Drains))],
            ],
            _ => word < 0
                ?
                [
                    [],
                ]
                : OnWord(placed, word),
        };
        return new ScriptStep(
            [.. ways.Select(way => way.InsertRange(0, drains))],
            placed.Step.Kind is StepKind.Wait or StepKind.DmaWait
        );
    }

    private Act.Maintain WholeCaches(PlacedStep placed) =>
        new Act.Maintain(
            placed.Caches switch
            {
                LineOperation.Flush => Maintenance.Flush,
                LineOperation.Clean => Maintenance.Clean,
                LineOperation.Discard => Maintenance.Discard,
                _ => throw new InvalidOperationException(
                    $"{placed.Caches} is nothing that a step does to whole caches"
                ),
            },
            [.. Caches.Where(cache => cache < cpus.Length ? placed.On.Contains(cpus[cache]) : placed.OnShared)]
        );

    private ImmutableArray<ImmutableArray<Act>> OnWord(PlacedStep placed, int word)
    {
        var step = placed.Step;
        return step.Kind switch
        {
            StepKind.Write => AfterPending(placed, Write(AccessOf(step, word), cpus.IndexOf(placed.Cpu), word)),
            StepKind.Read or StepKind.Wait => AfterPending(
                placed,
                Read(AccessOf(step, word), cpus.IndexOf(placed.Cpu), word)
            ),
            StepKind.Recycle => AfterPending(placed, [Recycle(word)]),
            StepKind.DmaRead or StepKind.DmaWait => Dma(
                step,
                [
                    [new Act.Snoop(word)],
                ],
                [new Act.ReadMemory(word)]
            ),
            StepKind.DmaWrite => Dma(step, SnoopedWrite(word), [new Act.StoreToMemory(word)]),
            StepKind.Clflush =>
            [
                [FlushAll],
            ],
            StepKind.Clflushopt or StepKind.DcCivac => Issue(placed, Maintenance.Flush),
            StepKind.Clwb or StepKind.DcCvac => Issue(placed, Maintenance.Clean),
            StepKind.DcIvac => Issue(placed, Invalidation()),
            StepKind.SyncForDevice => Sync(words[word].Buffer.SyncForDevice),
            StepKind.SyncForCpu => Sync(words[word].Buffer.SyncForCpu),
            _ =>
            [
                [],
            ],
        };
    }

    private ImmutableArray<ImmutableArray<Act>> Write(AccessClass access, int cpu, int word) =>
        access switch
        {
            AccessClass.WriteBack =>
            [
                [new Act.Store(cpu, word)],
            ],
            AccessClass.WriteThrough =>
            [
                [new Act.StoreThrough(cpu, word)],
            ],
            AccessClass.UncachedChecked =>
            [
                [FlushAll, new Act.StoreToMemory(word)],
            ],
            AccessClass.UncachedUnchecked =>
            [
                [new Act.StoreToMemory(word)],
            ],
            _ => Shape.Buffers
                ?
                [
                    [new Act.StoreToBuffer(cpu, word)],
                ]
                : Combining([], new Act.StoreToMemory(word)),
        };

    private ImmutableArray<ImmutableArray<Act>> Read(AccessClass access, int cpu, int word) =>
        access switch
        {
            AccessClass.WriteBack or AccessClass.WriteThrough =>
            [
                [new Act.Load(cpu, word)],
            ],
            AccessClass.UncachedChecked =>
            [
                [FlushAll, new Act.ReadMemory(word)],
            ],
            AccessClass.UncachedUnchecked =>
            [
                [new Act.ReadMemory(word)],
            ],
            _ => Combining(Shape.Buffers ? [new Act.Drain(cpu)] : [], new Act.ReadMemory(word)),
        };

    /// <summary>A write-combining access looks into the caches, or does not, or either.</summary>
    private ImmutableArray<ImmutableArray<Act>> Combining(ImmutableArray<Act> first, Act access) =>
        Shape.Checks switch
        {
            CombiningChecks.Yes =>
            [
                [.. first, FlushAll, access],
            ],
            CombiningChecks.No =>
            [
                [.. first, access],
            ],
            _ =>
            [
                [.. first, FlushAll, access],
                [.. first, access],
            ],
        };

    /// <summary>
    /// Of a line of one word a store and a flush leave nothing but the new value in memory, whatever CPU it was.
    /// </summary>
    private ImmutableArray<Act> Recycle(int word) =>
        (path.RecycleFlushes, words.Length) switch
        {
            (false, _) => [new Act.Store(cpus.IndexOf(0), word)],
            (true, 1) => [FlushAll, new Act.StoreToMemory(word)],
            _ => [new Act.Store(cpus.IndexOf(0), word), FlushAll],
        };

    private ImmutableArray<ImmutableArray<Act>> Dma(
        Step step,
        ImmutableArray<ImmutableArray<Act>> snooped,
        ImmutableArray<Act> not
    ) =>
        path.DeviceAt(step)!.Of(step) switch
        {
            Snooped.Yes => snooped,
            Snooped.No => [not],
            _ => snooped.Add(not),
        };

    private ImmutableArray<ImmutableArray<Act>> SnoopedWrite(int word)
    {
        ImmutableArray<Act> toMemory = [FlushAll, new Act.StoreToMemory(word)];
        return Shape.Shared ? [toMemory, [FlushAll, new Act.StoreToShared(word)]] : [toMemory];
    }

    private ImmutableArray<ImmutableArray<Act>> Sync(SyncEffect effect) =>
        effect switch
        {
            SyncEffect.Nothing =>
            [
                [],
            ],
            SyncEffect.Clean =>
            [
                [new Act.Maintain(Maintenance.Clean, Caches)],
            ],
            SyncEffect.CleanAndInvalidate =>
            [
                [FlushAll],
            ],
            _ => [.. Invalidation().Select(kind => ImmutableArray.Create<Act>(new Act.Maintain(kind, Caches)))],
        };

    /// <summary>dc_ivac, which a stage 2 makes a dc_civac.</summary>
    private Maintenance[] Invalidation() =>
        path.Cpu.StageTwo ? [Maintenance.Flush] : [Maintenance.Flush, Maintenance.Discard];

    private ImmutableArray<ImmutableArray<Act>> Issue(PlacedStep placed, params Maintenance[] kinds)
    {
        slots.Add((Issuer(placed), placed.Cpu, [.. kinds]));
        open.Add(slots.Count - 1);
        return
        [
            [new Act.Issue(slots.Count - 1)],
        ];
    }

    /// <summary>
    /// On Arm an access through a write-back mapping completes what its CPU has pending for the line.
    /// </summary>
    private ImmutableArray<ImmutableArray<Act>> AfterPending(
        PlacedStep placed,
        ImmutableArray<ImmutableArray<Act>> ways
    )
    {
        var recycles = placed.Step.Kind == StepKind.Recycle;
        if (
            !path.AccessCompletesLineOperations
            || !(recycles || AccessOf(placed.Step, WordOf(placed.Step)) == AccessClass.WriteBack)
        )
        {
            return ways;
        }

        var complete = new Act.Complete(TakeOpen(recycles ? CpuSelector.Hypervisor(0) : Issuer(placed), CpuSet.None));
        return [.. ways.Select(way => way.Insert(0, complete))];
    }

    private int WordOf(Step step) => words.Select(one => one.Buffer.Buffer).ToList().IndexOf(step.Buffer!);

    private AccessClass AccessOf(Step step, int word) =>
        step.Cpu.Scope == CpuScope.Hypervisor ? AccessClass.WriteBack : words[word].Access;

    /// <summary>A vCPU that moves keeps its pending operations; the hypervisor's CPUs are physical ones.</summary>
    private static CpuSelector Issuer(PlacedStep placed) =>
        placed.Step.Cpu.Scope == CpuScope.Hypervisor ? CpuSelector.Hypervisor(placed.Cpu) : placed.Step.Cpu;

    /// <param name="executing">A fence also completes what anybody issued on the CPUs that execute it.</param>
    private ImmutableArray<int> TakeOpen(CpuSelector issuer, CpuSet executing)
    {
        ImmutableArray<int> taken =
        [
            .. open.Where(slot =>
                slots[slot].Issuer == issuer
                || executing.Contains(slots[slot].Cpu)
                || (issuer.Scope == CpuScope.All && slots[slot].Issuer.Scope == CpuScope.Own)
            ),
        ];
        open.RemoveAll(taken.Contains);
        return taken;
    }
}
