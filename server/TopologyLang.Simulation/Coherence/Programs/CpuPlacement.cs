using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>
/// Where each CPU of the program's owner runs, and which physical CPUs KVM holds in each vCPU's wbinvd dirty mask: both
/// are functions of the place in a straight-line program. As in Linux (arch/x86/kvm/x86.c, kvm_arch_vcpu_load and
/// kvm_emulate_wbinvd_noskip) the mask gains a CPU when the vCPU is loaded there and an emulated wbinvd empties it
/// after acting on it and on the current CPU.
/// </summary>
internal sealed class CpuPlacement(ProgramPath path)
{
    private readonly int cpus = Math.Max(1, path.PhysicalCpus);
    private readonly Dictionary<int, int> current = [];
    private readonly Dictionary<int, HashSet<int>> dirtyMask = [];
    private bool setWayTrapTaken;

    public PlacedStep Place(Step step) =>
        step.Kind switch
        {
            StepKind.Move => Move(step),
            StepKind.Wbinvd => WholeCache(step, LineOperation.Flush),
            StepKind.Wbnoinvd => WholeCache(step, LineOperation.Clean),
            StepKind.Invd => WholeCache(step, LineOperation.Discard),
            StepKind.DcCisw => SetWay(step, LineOperation.Flush),
            StepKind.DcCsw => SetWay(step, LineOperation.Clean),
            StepKind.DcIsw => SetWay(step, LineOperation.Discard),
            StepKind.Fence => new PlacedStep(step, Executing(step), LineOperation.None, CpuSet.None)
            {
                Drains = Fenced(step),
            },
            StepKind.Barrier when Barriers.Of(path.Architecture, step.Barrier!.Value).Completes => new PlacedStep(
                step,
                Executing(step),
                LineOperation.None,
                CpuSet.None
            )
            {
                Drains = Fenced(step),
                Completes = true,
            },
            _ => new PlacedStep(step, Executing(step), LineOperation.None, CpuSet.None),
        };

    /// <summary>
    /// Where this vCPU, or CPU, of the program's owner is after the steps placed so far, and its dirty mask
    /// (ascending).
    /// </summary>
    public CpuStanding StandingOf(int number) =>
        new(number, Where(number), path.Cpu.Wbinvd == WbinvdMode.Emulated ? [.. DirtyMask(number).Order()] : null);

    private CpuSet Fenced(Step step) =>
        CpuSet.Of(step.Cpu.Scope == CpuScope.All ? OwnCpus().Select(Where) : [Executing(step)]);

    private PlacedStep Move(Step step)
    {
        var left = Where(step.Cpu.Number);
        var next = (left + 1) % cpus;
        current[step.Cpu.Number] = next;
        DirtyMask(step.Cpu.Number).Add(next);

        // A switch to another CPU is an interrupt on the old one, which drains its buffers (Intel SDM vol. 3, 11.3;
        // AMD64 APM vol. 2, 7.5.2).
        var drains = CpuSet.Of([left]);
        return path.Cpu.FlushOnMove && next != left
            ? new PlacedStep(step, next, LineOperation.Flush, drains) { Drains = drains, OnShared = true }
            : new PlacedStep(step, next, LineOperation.None, CpuSet.None) { Drains = drains };
    }

    private PlacedStep WholeCache(Step step, LineOperation native)
    {
        if (step.Cpu.Scope == CpuScope.Hypervisor)
        {
            return Whole(Native(step, native));
        }

        if (path.InGuest && native == LineOperation.Discard)
        {
            return new PlacedStep(step, Executing(step), LineOperation.None, CpuSet.None);
        }

        return path.Cpu.Wbinvd switch
        {
            WbinvdMode.Native => Whole(Native(step, native)),
            WbinvdMode.Emulated => Whole(
                new PlacedStep(step, Executing(step), LineOperation.Flush, TakeDirtyMasks(step))
            ),
            _ => new PlacedStep(step, Executing(step), LineOperation.None, CpuSet.None),
        };
    }

    private PlacedStep SetWay(Step step, LineOperation native)
    {
        if (step.Cpu.Scope == CpuScope.Hypervisor || !(path.Cpu.SetWayIgnored || path.Cpu.SetWayTrapped))
        {
            return Native(step, native);
        }

        if (path.Cpu.SetWayIgnored || setWayTrapTaken)
        {
            return new PlacedStep(step, Executing(step), LineOperation.None, CpuSet.None);
        }

        // arch/arm64/kvm/mmu.c, kvm_set_way_flush: the first one flushes the guest's whole memory, by address and so in
        // every cache.
        setWayTrapTaken = true;
        return new PlacedStep(step, Executing(step), LineOperation.Flush, CpuSet.All) { OnShared = true };
    }

    /// <summary>
    /// wbinvd, wbnoinvd and invd are serialising, and reach the shared cache (Intel SDM vol. 2, WBINVD).
    /// </summary>
    private static PlacedStep Whole(PlacedStep placed) => placed with { Drains = placed.On, OnShared = true };

    private PlacedStep Native(Step step, LineOperation operation) =>
        new(
            step,
            Executing(step),
            operation,
            step.Cpu.Scope switch
            {
                CpuScope.All when !path.InGuest => CpuSet.All,
                CpuScope.All => CpuSet.Of(OwnCpus().Select(Where)),
                _ => CpuSet.Of([Executing(step)]),
            }
        );

    private CpuSet TakeDirtyMasks(Step step)
    {
        var owners = step.Cpu.Scope == CpuScope.All ? OwnCpus() : [step.Cpu.Number];
        var flushed = new HashSet<int>();
        foreach (var number in owners)
        {
            flushed.UnionWith(DirtyMask(number));
            flushed.Add(Where(number));
            DirtyMask(number).Clear();
        }

        return CpuSet.Of(flushed);
    }

    private int Executing(Step step) =>
        step.Cpu.Scope switch
        {
            CpuScope.Own => Where(step.Cpu.Number),
            CpuScope.Hypervisor => step.Cpu.Number % cpus,
            _ => 0,
        };

    private List<int> OwnCpus() => [.. Enumerable.Range(0, path.OwnCpus).Union(current.Keys)];

    private int Where(int number)
    {
        if (!current.TryGetValue(number, out var cpu))
        {
            cpu = number % cpus;
            current[number] = cpu;
        }

        return cpu;
    }

    private HashSet<int> DirtyMask(int number)
    {
        if (!dirtyMask.TryGetValue(number, out var mask))
        {
            // The vCPU was loaded where it started.
            mask = [number % cpus];
            dirtyMask[number] = mask;
        }

        return mask;
    }
}
