using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>
/// Resolves what each step of a program does to one line, when the CPU reaches its buffers by one access class each.
/// </summary>
internal sealed class LineCompiler
{
    private readonly ProgramPath path;
    private readonly ImmutableArray<WordPath> words;
    private readonly PendingSlots pending;

    private LineCompiler(ProgramPath path, ProgramOrder order, ImmutableArray<WordPath> words)
    {
        this.path = path;
        this.words = words;
        pending = new PendingSlots(order.IsText);
    }

    public static LineProgram Compile(ProgramPath path, ImmutableArray<WordPath> words) =>
        Compile(path, ProgramOrder.Of(path), words);

    public static LineProgram Compile(ProgramPath path, ProgramOrder order, ImmutableArray<WordPath> words)
    {
        var compiler = new LineCompiler(path, order, words);
        var placement = new CpuPlacement(path);
        var placed = path.Program.Steps.Select(placement.Place).ToList();
        var steps = placed
            .Select(compiler.Compile)
            .ToList()
            .Select((step, index) => compiler.ReadsBack(order, step, index) ? ReadBack(step) : step)
            .Select((step, index) => order.IsText ? step : compiler.WithLaterOnes(placed[index], step))
            .ToImmutableArray();
        var values = LineValues.Of(order, [.. words.Select(word => word.Buffer.Buffer)]);
        return new LineProgram(
            path,
            words,
            LineValues.Named(order, values, steps),
            compiler.pending.Operations,
            words.Any(compiler.Prefetches)
        )
        {
            Order = order,
            Values = values,
        };
    }

    /// <summary>
    /// A cacheable mapping exists: the program's, the hypervisor's of guest memory, the kernel's linear map, or the one
    /// that recycles the page.
    /// </summary>
    private bool Prefetches(WordPath word) =>
        word.Access is AccessClass.WriteBack or AccessClass.WriteThrough
        || word.Buffer.HypervisorMapsIt
        || word.Buffer.HasAlias
        || path.Program.Steps.Any(step => step.Kind == StepKind.Recycle && step.Buffer == word.Buffer.Buffer);

    /// <summary>A CPU reads through a mapping for memory that is only written, and somebody has written it.</summary>
    private bool ReadsBack(ProgramOrder order, LineStep step, int index) =>
        step.Operation == LineOperation.LoadMemory
        && order.Steps[index].Actor.Kind != ActorKind.Device
        && words[step.Word].Buffer.IsWriteOnly
        && order.Reads[index].Newest >= 0;

    private static LineStep ReadBack(LineStep step) => step with { Operation = LineOperation.LoadWriteOnly };

    /// <summary>A fence completes what others have issued on its physical CPU, wherever the text has it.</summary>
    private LineStep WithLaterOnes(PlacedStep placed, LineStep step) =>
        IsFence(placed)
            ? step with
            {
                Completes = [.. step.Completes.Union(pending.OfOthers(Issuer(placed), placed.Drains)).Order()],
            }
            : step;

    private static bool IsFence(PlacedStep placed) => placed.Step.Kind == StepKind.Fence || placed.Completes;

    private LineStep Compile(PlacedStep placed)
    {
        var step = placed.Step;
        var nothing = LineStep.Nothing with { Drains = placed.Drains };
        if (placed.Caches != LineOperation.None)
        {
            return nothing with { Operation = placed.Caches, On = placed.On, OnShared = placed.OnShared };
        }

        if (IsFence(placed))
        {
            return nothing with { Completes = pending.TakeAll(Issuer(placed), placed.Drains) };
        }

        var word = WordOf(step);
        return word < 0 ? nothing : OnLine(placed) with { Word = word };
    }

    private int WordOf(Step step)
    {
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word].Buffer.Buffer == step.Buffer)
            {
                return word;
            }
        }

        return -1;
    }

    private LineStep OnLine(PlacedStep placed) =>
        placed.Step.Kind switch
        {
            StepKind.Write => CpuAccess(placed, Writes(AccessOf(placed.Step))),
            StepKind.Read => CpuAccess(placed, Reads(AccessOf(placed.Step))),
            StepKind.Recycle => Recycle(placed),
            StepKind.Wait => CpuAccess(placed, Reads(AccessOf(placed.Step))) with { Waits = true },
            StepKind.DmaWrite => Everywhere(DmaWrite(SnoopedBy(placed.Step))),
            StepKind.DmaWait => Everywhere(DmaRead(SnoopedBy(placed.Step))) with { Waits = true },
            StepKind.DmaRead => Everywhere(DmaRead(SnoopedBy(placed.Step))),
            StepKind.Clflush => Everywhere(LineOperation.Flush),
            StepKind.Clflushopt or StepKind.DcCivac => Issue(placed, LineOperation.Flush),
            StepKind.Clwb or StepKind.DcCvac => Issue(placed, LineOperation.Clean),
            StepKind.DcIvac => Issue(placed, path.Cpu.StageTwo ? LineOperation.Flush : LineOperation.DiscardOrFlush),
            StepKind.SyncForDevice => Everywhere(Sync(BufferOf(placed.Step).SyncForDevice)),
            StepKind.SyncForCpu => Everywhere(Sync(BufferOf(placed.Step).SyncForCpu)),
            _ => LineStep.Nothing,
        };

    /// <summary>
    /// A store and the flush behind it are one step: between the two nobody else has the page. Of a line of one word
    /// nothing is left but the new value in memory; of several words the flush also writes back those that the store
    /// fetched.
    /// </summary>
    private LineStep Recycle(PlacedStep placed)
    {
        var stored = Through(placed with { Cpu = 0 }, LineOperation.Store, CpuSelector.Hypervisor(0));
        return (path.RecycleFlushes, words.Length) switch
        {
            (false, _) => stored,
            (true, 1) => stored with { Operation = LineOperation.StoreAndInvalidate, On = CpuSet.All, OnShared = true },
            _ => stored with { Operation = LineOperation.StoreAndFlush, On = CpuSet.All, OnShared = true },
        };
    }

    private AccessClass AccessOf(Step step) =>
        step.Cpu.Scope == CpuScope.Hypervisor ? AccessClass.WriteBack : words[WordOf(step)].Access;

    private BufferPath BufferOf(Step step) => words[WordOf(step)].Buffer;

    private LineStep CpuAccess(PlacedStep placed, LineOperation operation) =>
        AccessOf(placed.Step) == AccessClass.WriteBack
            ? Through(placed, operation, Issuer(placed))
            : LineStep.Nothing with
            {
                Operation = operation,
                Cpu = placed.Cpu,
            };

    /// <summary>
    /// An access through a write-back mapping; on Arm it completes what this CPU has pending for the line.
    /// </summary>
    private LineStep Through(PlacedStep placed, LineOperation operation, CpuSelector cpu) =>
        LineStep.Nothing with
        {
            Operation = operation,
            Cpu = placed.Cpu,
            Completes = path.AccessCompletesLineOperations ? pending.TakeAll(cpu) : [],
        };

    private LineStep Issue(PlacedStep placed, LineOperation operation) =>
        LineStep.Nothing with
        {
            Operation = LineOperation.Issue,
            Slot = pending.Add(new PendingIssuer(Issuer(placed), placed.Cpu), operation),
        };

    /// <summary>A vCPU that moves keeps its pending operations; the hypervisor's CPUs are physical ones.</summary>
    private static CpuSelector Issuer(PlacedStep placed) =>
        placed.Step.Cpu.Scope == CpuScope.Hypervisor ? CpuSelector.Hypervisor(placed.Cpu) : placed.Step.Cpu;

    private static LineStep Everywhere(LineOperation operation) =>
        LineStep.Nothing with
        {
            Operation = operation,
            On = CpuSet.All,
            OnShared = true,
        };

    private Snooped SnoopedBy(Step step) => path.DeviceAt(step)!.Of(step);

    private LineOperation Sync(SyncEffect effect) =>
        effect switch
        {
            SyncEffect.Nothing => LineOperation.None,
            SyncEffect.Clean => LineOperation.Clean,
            SyncEffect.CleanAndInvalidate => LineOperation.Flush,
            _ => path.Cpu.StageTwo ? LineOperation.Flush : LineOperation.DiscardOrFlush,
        };

    private static LineOperation Writes(AccessClass access) =>
        access switch
        {
            AccessClass.WriteBack => LineOperation.Store,
            AccessClass.WriteThrough => LineOperation.StoreThrough,
            AccessClass.UncachedChecked => LineOperation.StoreAndInvalidate,
            AccessClass.WriteCombining => LineOperation.CombineStore,
            _ => LineOperation.StoreToMemory,
        };

    private static LineOperation Reads(AccessClass access) =>
        access switch
        {
            AccessClass.WriteBack or AccessClass.WriteThrough => LineOperation.Load,
            AccessClass.UncachedChecked => LineOperation.FlushAndLoad,
            AccessClass.WriteCombining => LineOperation.CombineLoad,
            _ => LineOperation.LoadMemory,
        };

    private static LineOperation DmaWrite(Snooped snooped) =>
        snooped switch
        {
            Snooped.Yes => LineOperation.DmaStore,
            Snooped.No => LineOperation.StoreToMemory,
            _ => LineOperation.DmaStoreEitherWay,
        };

    private static LineOperation DmaRead(Snooped snooped) =>
        snooped switch
        {
            Snooped.Yes => LineOperation.Snoop,
            Snooped.No => LineOperation.LoadMemory,
            _ => LineOperation.LoadEitherWay,
        };
}
