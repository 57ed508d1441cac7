using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The order of a program a second time, from the text of the design alone: for each pair of steps, does the first come
/// before the second? No closure, no reduction. Pairs of accesses are written <c>RW</c>: a read, and a write after it.
/// </summary>
internal sealed class NaiveOrder
{
    private const string Everything = "RR RW WR WW";

    /// <summary>What a CPU keeps, what a wait is ordered before, and what writel() orders before itself.</summary>
    private static readonly Dictionary<Architecture, (string Keeps, string Control, string Writel)> Cpus = new()
    {
        [Architecture.X86_64] = ("RR RW WW", "", "RW WW"),
        [Architecture.S390x] = ("RR RW WW", "", "RW WW"),
        [Architecture.Arm64] = ("", "RW", "WW"),
        [Architecture.Arm] = ("", "RW", "WW"),
        [Architecture.Riscv64] = ("", "RW", "WW"),
        [Architecture.Loongarch64] = ("", "RW", "WW"),
        [Architecture.Ppc64] = ("", "RW", "RW WW"),
    };

    private readonly ProgramPath path;
    private readonly Step[] steps;
    private readonly string[] actors;
    private readonly bool text;
    private readonly HashSet<(int, int)> between;
    private readonly bool[,] before;

    /// <param name="extra">Edges that are said to change no outcome, to be tried with.</param>
    public NaiveOrder(ProgramPath path, IEnumerable<(int, int)>? extra = null)
    {
        this.path = path;
        steps = [.. path.Program.Steps];
        actors = ActorsOf();
        text =
            !steps.Any(step =>
                step.Kind
                    is StepKind.Wait
                        or StepKind.DmaWait
                        or StepKind.Barrier
                        or StepKind.Doorbell
                        or StepKind.DmaInterrupt
                || step.Relaxed
            ) && path.Devices.All(device => device.Reads == DeviceReads.Ordered);
        between = [.. BetweenActors(), .. extra ?? []];
        before = new bool[steps.Length, steps.Length];
        for (var j = 0; j < steps.Length; j++)
        {
            for (var i = 0; i < j; i++)
            {
                before[i, j] =
                    text
                    || between.Contains((i, j))
                    || (SameActor(i, j) && (IsDevice(i) ? InDevice(i, j) : InCpu(i, j)));
            }
        }
    }

    /// <summary>A barrier that is only pairs of others is never taken itself.</summary>
    public bool IsTaken(int step) => text || steps[step].Kind != StepKind.Barrier || Completes(steps[step]);

    public bool Before(int i, int j) => before[i, j];

    /// <summary>The last write to the buffer of a step before it, and the last one of its own CPU; -1: none.</summary>
    public (int Newest, int Own) SourcesOf(int read)
    {
        var writes = Enumerable.Range(0, read).Where(i => IsWrite(i) && steps[i].Buffer == steps[read].Buffer).ToList();
        var own = writes.Where(i => !IsDevice(i) && actors[i] == actors[read]).ToList();
        return (writes.LastOrDefault(-1), own.LastOrDefault(-1));
    }

    /// <summary>The number of a write among those to its buffer, from 1; 0 of none.</summary>
    public int VersionOf(int write) =>
        write < 0 ? 0 : Enumerable.Range(0, write + 1).Count(i => IsWrite(i) && steps[i].Buffer == steps[write].Buffer);

    private bool InDevice(int i, int j)
    {
        var elsewhere = steps[i].Buffer != steps[j].Buffer;
        var overtakes =
            steps[j].Relaxed
            && elsewhere
            && (steps[i].Kind == StepKind.DmaWrite || steps[i].Kind == StepKind.DmaInterrupt);
        var pipelined =
            path.Devices.First(device => device.Device == steps[i].Device).Reads == DeviceReads.Pipelined
            && steps[i].Kind == StepKind.DmaRead
            && steps[j].Kind == StepKind.DmaRead
            && elsewhere;
        return !overtakes && !pipelined;
    }

    private bool InCpu(int i, int j)
    {
        if (OrdersAll(i) || OrdersAll(j))
        {
            return true;
        }

        if (IsStoreFence(i) || IsStoreFence(j))
        {
            return !IsRead(IsStoreFence(i) ? j : i);
        }

        if (!IsMemoryAccess(i) || !IsMemoryAccess(j))
        {
            return steps[i].Kind is not (StepKind.Barrier)
                && steps[j].Kind is not StepKind.Barrier
                && Maintenance(i, j);
        }

        var pair = (IsRead(i) ? "R" : "W") + (IsRead(j) ? "R" : "W");
        var row = Cpus[path.Architecture];
        var keptOfOneBuffer = path.Architecture == Architecture.Loongarch64 ? "RW WW" : "RR RW WW";
        return (
                steps[i].Buffer is not null
                && steps[i].Buffer == steps[j].Buffer
                && keptOfOneBuffer.Contains(pair, StringComparison.Ordinal)
            )
            || (IsStrict(i) && IsStrict(j))
            || (row.Keeps.Contains(pair, StringComparison.Ordinal) && !IsCombining(i) && !IsCombining(j))
            || (steps[i].Kind == StepKind.Wait && row.Control.Contains(pair, StringComparison.Ordinal))
            || (
                steps[j] is { Kind: StepKind.Doorbell, Relaxed: false }
                && row.Writel.Contains(pair, StringComparison.Ordinal)
            )
            || Enumerable
                .Range(i + 1, j - i - 1)
                .Any(k =>
                    steps[k].Kind == StepKind.Barrier
                    && actors[k] == actors[i]
                    && !((IsDoorbell(i) || IsDoorbell(j)) && IsForMemoryOnly(steps[k].Barrier!.Value))
                    && PairsOf(steps[k].Barrier!.Value).Contains(pair, StringComparison.Ordinal)
                );
    }

    private bool Maintenance(int i, int j) =>
        (LineOf(i) is { } line && line == LineOf(j)) || (FlushesOrStores(i) && FlushesOrStores(j));

    private bool FlushesOrStores(int i) =>
        steps[i].Kind is StepKind.Clflush or StepKind.Doorbell || (IsWrite(i) && !IsDevice(i));

    private bool IsDoorbell(int i) => steps[i].Kind == StepKind.Doorbell;

    /// <summary>
    /// RISC-V's fences without i and o, Power's lwsync and eieio, LoongArch's hints with bit 4: registers of a device
    /// are none of their business.
    /// </summary>
    private bool IsForMemoryOnly(BarrierKind kind) =>
        path.Architecture switch
        {
            Architecture.Riscv64 => kind is BarrierKind.DmaRmb or BarrierKind.DmaWmb or >= BarrierKind.SmpMb,
            Architecture.Ppc64 => kind
                is BarrierKind.DmaRmb
                    or BarrierKind.DmaWmb
                    or BarrierKind.SmpRmb
                    or BarrierKind.SmpWmb,
            Architecture.Loongarch64 => kind >= BarrierKind.SmpMb,
            _ => false,
        };

    /// <summary>From Linux' barrier.h of each architecture; smp_ barriers of Arm say nothing to devices.</summary>
    private string PairsOf(BarrierKind kind)
    {
        var arm = path.Architecture is Architecture.Arm64 or Architecture.Arm;
        if (arm && kind >= BarrierKind.SmpMb && Enumerable.Range(0, steps.Length).Any(IsDevice))
        {
            return "";
        }

        var role = kind switch
        {
            BarrierKind.Mb or BarrierKind.DmaMb or BarrierKind.SmpMb => "mb",
            BarrierKind.Rmb or BarrierKind.DmaRmb or BarrierKind.SmpRmb => "rmb",
            _ => "wmb",
        };
        return (path.Architecture, role, kind) switch
        {
            (_, "mb", _) => Everything,
            (Architecture.Arm64, "rmb", _) => "RR RW",
            (Architecture.Arm64, _, BarrierKind.Wmb) => "WR WW",
            (Architecture.Arm, "rmb", _) => Everything,
            (Architecture.X86_64, "rmb", _) => "",
            (Architecture.X86_64, _, not BarrierKind.Wmb) => "",
            (Architecture.Riscv64 or Architecture.Loongarch64, "rmb", _) => "RR",
            (Architecture.S390x, _, BarrierKind.DmaRmb or BarrierKind.DmaWmb) => Everything,
            (Architecture.S390x, _, _) => "",
            (Architecture.Ppc64, _, BarrierKind.Rmb or BarrierKind.Wmb) => Everything,
            (Architecture.Ppc64, "rmb", _) => "RR RW WW",
            _ => "WW",
        };
    }

    private bool Completes(Step step) =>
        step.Barrier == BarrierKind.Mb || (step.Barrier == BarrierKind.Wmb && path.Architecture == Architecture.X86_64);

    private bool IsStoreFence(int i) => Completes(steps[i]) && steps[i].Barrier == BarrierKind.Wmb;

    private bool OrdersAll(int i) =>
        steps[i].Barrier == BarrierKind.Mb
        || steps[i].Kind
            is StepKind.Fence
                or StepKind.Move
                or StepKind.Wbinvd
                or StepKind.Wbnoinvd
                or StepKind.Invd
                or StepKind.DcCsw
                or StepKind.DcCisw
                or StepKind.DcIsw
                or StepKind.SyncForCpu
                or StepKind.SyncForDevice;

    private bool IsMemoryAccess(int i) => IsRead(i) || IsWrite(i) || steps[i].Kind == StepKind.Doorbell;

    private bool IsRead(int i) =>
        steps[i].Kind is StepKind.Read or StepKind.Wait or StepKind.DmaRead or StepKind.DmaWait;

    private bool IsWrite(int i) => steps[i].Kind is StepKind.Write or StepKind.DmaWrite or StepKind.Recycle;

    private AccessOrdering Ordering(int i) =>
        steps[i].Buffer is { } name && steps[i].Kind != StepKind.Recycle && steps[i].Cpu.Scope != CpuScope.Hypervisor
            ? path.Buffers.Single(buffer => buffer.Buffer == name).Ordering
            : AccessOrdering.Ordinary;

    private bool IsStrict(int i) => (IsRead(i) || IsWrite(i)) && Ordering(i) == AccessOrdering.Device;

    private bool IsCombining(int i) => IsWrite(i) && Ordering(i) == AccessOrdering.Combining;

    private string? LineOf(int i) =>
        steps[i].Buffer is { } name ? path.Program.Buffers.Single(buffer => buffer.Name == name).Shares ?? name : null;

    private bool IsDevice(int i) => actors[i].StartsWith("device", StringComparison.Ordinal);

    private bool SameActor(int i, int j) => Is(actors[i], j);

    private bool Is(string actor, int step) =>
        actor == actors[step]
        || (actor == "own all" && actors[step].StartsWith("own", StringComparison.Ordinal))
        || (actors[step] == "own all" && actor.StartsWith("own", StringComparison.Ordinal));

    private string[] ActorsOf()
    {
        var caller = steps.FirstOrDefault(step => step.Cpu.Scope == CpuScope.Own).Cpu.Number;
        var names = new string[steps.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var step = steps[i];
            caller = step.Cpu.Scope == CpuScope.Own ? step.Cpu.Number : caller;
            names[i] =
                step.Kind is StepKind.DmaRead or StepKind.DmaWrite or StepKind.DmaWait or StepKind.DmaInterrupt
                    ? $"device {step.Device}"
                : step.Kind == StepKind.Recycle ? "host 0"
                : step.Cpu.Scope == CpuScope.Hypervisor ? $"host {step.Cpu.Number % path.PhysicalCpus}"
                : step.Cpu.Scope == CpuScope.All ? "own all"
                : $"own {caller}";
        }

        return names;
    }

    /// <summary>Handoffs, doorbells and interrupts, step by step along the text.</summary>
    private IEnumerable<(int, int)> BetweenActors()
    {
        var real = Enumerable
            .Range(0, steps.Length)
            .Where(i => steps[i].Kind is not (StepKind.Barrier or StepKind.Fence))
            .ToList();
        for (var n = 0; n < real.Count; n++)
        {
            var i = real[n];
            var target = Target(i, real);
            for (var j = i + 1; target is not null && j < steps.Length; j++)
            {
                if (Is(target, j))
                {
                    yield return (i, j);
                }
            }

            if (n == 0 || actors[real[n - 1]] == actors[i] || BeginsWithWait(n, real) || WasStarted(i, real))
            {
                continue;
            }

            var giver = actors[real[n - 1]];
            var taker = actors[i];
            for (var j = real[n - 1] + 1; j < steps.Length; j++)
            {
                for (var before = 0; before < Math.Min(i, j) && Is(taker, j); before++)
                {
                    if (Is(giver, before) && !Is(taker, before))
                    {
                        yield return (before, j);
                    }
                }
            }
        }
    }

    /// <summary>The first access of the actor before the text goes on with another one.</summary>
    private bool BeginsWithWait(int n, List<int> real)
    {
        var access = real.Skip(n).TakeWhile(j => actors[j] == actors[real[n]]).Where(j => IsRead(j) || IsWrite(j));
        return access.Any() && steps[access.First()].Kind is StepKind.Wait or StepKind.DmaWait;
    }

    /// <summary>Whom a doorbell or interrupt starts; null for other steps.</summary>
    private string? Target(int i, List<int> real) =>
        steps[i].Kind == StepKind.Doorbell ? $"device {steps[i].Device}"
        : steps[i].Kind == StepKind.DmaInterrupt
            ? real.Where(j => j > i && actors[j] != actors[i]).Select(j => actors[j]).FirstOrDefault()
        : null;

    private bool WasStarted(int i, List<int> real)
    {
        var before = real.Where(j => j < i && actors[j] == actors[i]).LastOrDefault(-1);
        return real.Any(j => j > before && j < i && Target(j, real) == actors[i]);
    }
}
