using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Resolves what each step of a program does to the line of one buffer, when the CPU reaches it by one access class.</summary>
internal sealed class LineCompiler
{
    private readonly ProgramPath path;
    private readonly BufferPath buffer;
    private readonly AccessClass access;
    private readonly PendingSlots pending = new();

    private LineCompiler(ProgramPath path, BufferPath buffer, AccessClass access)
    {
        this.path = path;
        this.buffer = buffer;
        this.access = access;
    }

    public static LineProgram Compile(ProgramPath path, BufferPath buffer, AccessClass access)
    {
        var compiler = new LineCompiler(path, buffer, access);
        var placement = new CpuPlacement(path);
        var steps = path.Program.Steps.Select(step => compiler.Compile(placement.Place(step))).ToImmutableArray();
        return new LineProgram(path, buffer, access, steps, compiler.pending.Operations, compiler.Prefetch());
    }

    /// <summary>A cacheable mapping exists: the program's, the hypervisor's of guest memory, or the one that recycles the page.</summary>
    private bool Prefetch() =>
        access is AccessClass.WriteBack or AccessClass.WriteThrough
        || buffer.HypervisorMapsIt
        || path.Program.Steps.Any(step => step.Kind == StepKind.Recycle && step.Buffer == buffer.Buffer);

    private LineStep Compile(PlacedStep placed)
    {
        var step = placed.Step;
        if (placed.Caches != LineOperation.None)
        {
            return LineStep.Nothing with { Operation = placed.Caches, On = placed.On };
        }

        if (step.Kind == StepKind.Fence)
        {
            return LineStep.Nothing with { Completes = pending.TakeAll(Issuer(placed)) };
        }

        return step.Buffer == buffer.Buffer ? OnLine(placed) : LineStep.Nothing;
    }

    private LineStep OnLine(PlacedStep placed) => placed.Step.Kind switch
    {
        StepKind.Write => CpuAccess(placed, Writes(AccessOf(placed.Step))),
        StepKind.Read => CpuAccess(placed, Reads(AccessOf(placed.Step))),
        StepKind.Recycle => Recycle(placed),
        StepKind.DmaWrite => Everywhere(DmaWrite(SnoopedBy(placed.Step))),
        StepKind.DmaRead => Everywhere(DmaRead(SnoopedBy(placed.Step))),
        StepKind.Clflush => Everywhere(LineOperation.Flush),
        StepKind.Clflushopt or StepKind.DcCivac => Issue(placed, LineOperation.Flush),
        StepKind.Clwb or StepKind.DcCvac => Issue(placed, LineOperation.Clean),
        StepKind.DcIvac => Issue(placed, path.Cpu.StageTwo ? LineOperation.Flush : LineOperation.DiscardOrFlush),
        StepKind.SyncForDevice => Everywhere(Sync(path.SyncForDevice)),
        StepKind.SyncForCpu => Everywhere(Sync(path.SyncForCpu)),
        _ => LineStep.Nothing,
    };

    /// <summary>A store and the flush behind it are one step: between the two nobody else has the page.</summary>
    private LineStep Recycle(PlacedStep placed)
    {
        var stored = Through(placed with { Cpu = 0 }, LineOperation.Store, CpuSelector.Hypervisor(0));
        return path.RecycleFlushes ? stored with { Operation = LineOperation.StoreAndInvalidate, Cpu = 0, On = CpuSet.All } : stored;
    }

    private AccessClass AccessOf(Step step) => step.Cpu.Scope == CpuScope.Hypervisor ? AccessClass.WriteBack : access;

    private LineStep CpuAccess(PlacedStep placed, LineOperation operation) =>
        AccessOf(placed.Step) == AccessClass.WriteBack
            ? Through(placed, operation, Issuer(placed))
            : LineStep.Nothing with { Operation = operation, Cpu = placed.Cpu };

    /// <summary>An access through a write-back mapping; on Arm it completes what this CPU has pending for the line.</summary>
    private LineStep Through(PlacedStep placed, LineOperation operation, CpuSelector cpu) => LineStep.Nothing with
    {
        Operation = operation,
        Cpu = placed.Cpu,
        Completes = path.AccessCompletesLineOperations ? pending.TakeAll(cpu) : [],
    };

    private LineStep Issue(PlacedStep placed, LineOperation operation) =>
        LineStep.Nothing with { Operation = LineOperation.Issue, Slot = pending.Add(Issuer(placed), operation) };

    /// <summary>A vCPU that moves keeps its pending operations; the hypervisor's CPUs are physical ones.</summary>
    private static CpuSelector Issuer(PlacedStep placed) =>
        placed.Step.Cpu.Scope == CpuScope.Hypervisor ? CpuSelector.Hypervisor(placed.Cpu) : placed.Step.Cpu;

    private static LineStep Everywhere(LineOperation operation) => LineStep.Nothing with { Operation = operation, On = CpuSet.All };

    private Snooped SnoopedBy(Step step)
    {
        var device = path.Devices.First(device => device.Device == step.Device);
        return step.NoSnoop ? device.NoSnoop : device.Ordinary;
    }

    private LineOperation Sync(SyncEffect effect) => effect switch
    {
        SyncEffect.Nothing => LineOperation.None,
        SyncEffect.Clean => LineOperation.Clean,
        SyncEffect.CleanAndInvalidate => LineOperation.Flush,
        _ => path.Cpu.StageTwo ? LineOperation.Flush : LineOperation.DiscardOrFlush,
    };

    private static LineOperation Writes(AccessClass access) => access switch
    {
        AccessClass.WriteBack => LineOperation.Store,
        AccessClass.WriteThrough => LineOperation.StoreThrough,
        AccessClass.UncachedChecked => LineOperation.StoreAndInvalidate,
        _ => LineOperation.StoreToMemory,
    };

    private static LineOperation Reads(AccessClass access) => access switch
    {
        AccessClass.WriteBack or AccessClass.WriteThrough => LineOperation.Load,
        AccessClass.UncachedChecked => LineOperation.FlushAndLoad,
        _ => LineOperation.LoadMemory,
    };

    private static LineOperation DmaWrite(Snooped snooped) => snooped switch
    {
        Snooped.Yes => LineOperation.StoreAndInvalidate,
        Snooped.No => LineOperation.StoreToMemory,
        _ => LineOperation.StoreEitherWay,
    };

    private static LineOperation DmaRead(Snooped snooped) => snooped switch
    {
        Snooped.Yes => LineOperation.Snoop,
        Snooped.No => LineOperation.LoadMemory,
        _ => LineOperation.LoadEitherWay,
    };
}
