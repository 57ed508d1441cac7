using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

/// <summary>How a program maps a buffer; what the CPU really uses may differ (PAT, EPT, stage 2).</summary>
public enum MemoryType
{
    Wb,
    Wt,
    Wc,
    Uc,
    NormalNc,
    Device,
}

/// <summary>Who else maps the page of a buffer that the program maps past the caches.</summary>
public enum BufferAlias
{
    /// <summary>The kernel's linear map does, cacheable: any CPU may prefetch the line at any time.</summary>
    LinearMap,

    /// <summary>
    /// Nobody does (<c>no-map</c> reserved memory, or a kernel that changes the type of the linear map too).
    /// </summary>
    None,
}

/// <param name="Size">In bytes.</param>
/// <param name="Shares">The buffer in whose cache line this one begins, as another word of it; null: a line of its
/// own.</param>
/// <param name="Alias">Null: as the architecture's kernel does it.</param>
public sealed record Buffer(string Name, ulong Size, MemoryType Type, string? Shares = null, BufferAlias? Alias = null);

/// <summary>A memory barrier by its name in Linux (Documentation/memory-barriers.txt).</summary>
public enum BarrierKind
{
    Mb,
    Rmb,
    Wmb,
    DmaMb,
    DmaRmb,
    DmaWmb,
    SmpMb,
    SmpRmb,
    SmpWmb,
}

public enum StepKind
{
    Write,
    Read,
    Wbinvd,
    Wbnoinvd,
    Invd,
    Clflush,
    Clflushopt,
    Clwb,
    DcCvac,
    DcCivac,
    DcIvac,
    DcCsw,
    DcCisw,
    DcIsw,
    Fence,
    Move,
    DmaRead,
    DmaWrite,
    SyncForDevice,
    SyncForCpu,
    Recycle,
    Wait,
    DmaWait,

    /// <summary>A barrier by its name in Linux (<see cref="Step.Barrier"/>).</summary>
    Barrier,

    /// <summary>A store to a register of a device: <c>writel()</c>, or <c>writel_relaxed()</c>.</summary>
    Doorbell,

    /// <summary>The device's interrupt: a posted write without the relaxed attribute.</summary>
    DmaInterrupt,
}

public enum CpuScope
{
    /// <summary>The step names no CPU (dma, sync, recycle).</summary>
    None,

    /// <summary>A CPU of the program's owner: a vCPU of the guest, or a CPU of the host.</summary>
    Own,

    /// <summary>A physical CPU, used by the hypervisor through its own mapping (<c>host cpu N</c>).</summary>
    Hypervisor,

    /// <summary>Every CPU of the owner, in one step (<c>cpu all</c>).</summary>
    All,
}

public readonly record struct CpuSelector(CpuScope Scope, int Number)
{
    public static readonly CpuSelector None;
    public static readonly CpuSelector All = new(CpuScope.All, 0);

    public static CpuSelector Own(int number) => new(CpuScope.Own, number);

    public static CpuSelector Hypervisor(int number) => new(CpuScope.Hypervisor, number);
}

/// <summary>One statement of a program. Its place in <see cref="Program.Steps"/> is its identity.</summary>
/// <param name="Buffer">Null for steps that act on every buffer (wbinvd, set/way, fence, move).</param>
/// <param name="Device">The device of a dma step, and the one that a doorbell belongs to; null otherwise.</param>
/// <param name="NoSnoop">A dma step that asks for the attribute.</param>
/// <param name="Barrier">Of a <see cref="StepKind.Barrier"/>; null otherwise.</param>
/// <param name="Relaxed">A dma write with the relaxed-ordering attribute, or a doorbell by
/// <c>writel_relaxed()</c>.</param>
public readonly record struct Step(
    StepKind Kind,
    CpuSelector Cpu,
    string? Buffer = null,
    string? Device = null,
    bool NoSnoop = false,
    BarrierKind? Barrier = null,
    bool Relaxed = false
)
{
    /// <summary>A step of a device, which needs to be one of the program's.</summary>
    public bool IsDma => Kind is StepKind.DmaRead or StepKind.DmaWrite or StepKind.DmaWait or StepKind.DmaInterrupt;

    /// <summary>Repeated until it sees the newest value.</summary>
    public bool IsWait => Kind is StepKind.Wait or StepKind.DmaWait;

    /// <summary>It makes a new value of its buffer.</summary>
    public bool IsWrite => Kind is StepKind.Write or StepKind.DmaWrite or StepKind.Recycle;
}

/// <summary>
/// What a driver does with its buffers, in program order. Exactly one of <see cref="Guest"/> and <see cref="Host"/> is
/// set.
/// </summary>
public sealed record Program
{
    public required string Name { get; init; }
    public string? Guest { get; init; }
    public string? Host { get; init; }
    public ImmutableArray<string> Devices { get; init; } = [];
    public ImmutableArray<Buffer> Buffers { get; init; } = [];
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>What it asks of its device, if it is built in; null of a program that is written.</summary>
    public BuiltInKind? BuiltInAs { get; init; }

    public bool BuiltIn => BuiltInAs is not null;

    /// <summary>
    /// A built-in program that depends on the machine alone: may whoever has the device read what it must not?
    /// </summary>
    public bool IsLeakCheck => BuiltInAs is BuiltInKind.PageRecycle or BuiltInKind.GuestSetsNoSnoop;
}
