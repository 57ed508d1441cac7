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

/// <param name="Size">In bytes.</param>
/// <param name="Shares">The buffer in whose cache line this one begins, as another word of it; null: a line of its own.</param>
public sealed record Buffer(string Name, ulong Size, MemoryType Type, string? Shares = null);

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
/// <param name="Device">The device of a dma step; null otherwise.</param>
/// <param name="NoSnoop">A dma step that asks for the attribute.</param>
public readonly record struct Step(
    StepKind Kind,
    CpuSelector Cpu,
    string? Buffer = null,
    string? Device = null,
    bool NoSnoop = false
);

/// <summary>What a driver does with its buffers, in program order. Exactly one of <see cref="Guest"/> and <see cref="Host"/> is set.</summary>
public sealed record Program
{
    public required string Name { get; init; }
    public string? Guest { get; init; }
    public string? Host { get; init; }
    public ImmutableArray<string> Devices { get; init; } = [];
    public ImmutableArray<Buffer> Buffers { get; init; } = [];
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>One of the three built-in programs of a device that has none of its own.</summary>
    public bool BuiltIn { get; init; }
}
