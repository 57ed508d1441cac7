using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// Does the access look into the CPU caches? Either: the implementation may do both, and both are explored.
/// </summary>
public enum Snooped
{
    Yes,
    No,
    Either,
}

/// <summary>What a CPU access does to the caches, after PAT, EPT or NPT, stage 2 and FWB.</summary>
public enum AccessClass
{
    WriteBack,
    WriteThrough,

    /// <summary>Bypasses the caches after writing back and invalidating every copy.</summary>
    UncachedChecked,

    /// <summary>Bypasses the caches and leaves every copy as it is.</summary>
    UncachedUnchecked,

    /// <summary>
    /// Through the write-combining buffers, as the profile has them. Never where the profile says nothing about them.
    /// </summary>
    WriteCombining,
}

/// <summary>
/// How the CPU orders accesses to a buffer with its other accesses, by the type of memory that they really are.
/// </summary>
public enum AccessOrdering
{
    /// <summary>As the architecture orders accesses to ordinary memory.</summary>
    Ordinary,

    /// <summary>Write-combining stores of x86, which nothing but a fence orders.</summary>
    Combining,

    /// <summary>
    /// Device memory of Arm, uncached memory of x86: such accesses keep their order among themselves.
    /// </summary>
    Device,
}

/// <summary>
/// What a call of the DMA API does to the buffer's line, on every CPU and complete when the call returns.
/// </summary>
public enum SyncEffect
{
    /// <summary>No cache maintenance: the device is coherent.</summary>
    Nothing,

    /// <summary>Written back; copies stay (dc cvac and dsb).</summary>
    Clean,

    /// <summary>Written back and invalidated (dc civac and dsb).</summary>
    CleanAndInvalidate,

    /// <summary>Invalidated, with or without a write-back (dc ivac and dsb; with a stage 2 always with one).</summary>
    Invalidate,
}

/// <summary>How the program's CPUs reach one buffer.</summary>
/// <param name="Access">The possible classes; more than one where it cannot be known which holds (each is
/// explored).</param>
/// <param name="HypervisorMapsIt">Guest memory: the hypervisor has a cacheable mapping of its own, so any CPU may
/// prefetch it.</param>
public sealed record BufferPath(
    string Buffer,
    ImmutableArray<AccessClass> Access,
    bool HypervisorMapsIt,
    ImmutableArray<Reason> Chain
)
{
    /// <summary>
    /// The kernel's linear map has the page too, cacheable, so any CPU may prefetch the line through it.
    /// </summary>
    public bool HasAlias { get; init; }

    /// <summary>
    /// Memory that CPUs may only write through this mapping (LoongArch's WUC is no part of cache coherency): what they
    /// read may be old.
    /// </summary>
    public bool IsWriteOnly { get; init; }

    /// <summary>Where several are possible, the one that keeps the least in order.</summary>
    public AccessOrdering Ordering { get; init; }

    /// <summary>Of <c>sync_for_device</c> on it.</summary>
    public SyncEffect SyncForDevice { get; init; }

    /// <summary>Of <c>sync_for_cpu</c> on it.</summary>
    public SyncEffect SyncForCpu { get; init; }
}

/// <summary>How one device's requests meet the caches.</summary>
/// <param name="Ordinary">Of a request without the no-snoop attribute.</param>
/// <param name="NoSnoop">Of a <c>dma ... no_snoop</c> step: as <paramref name="Ordinary"/> where the function cannot
/// set the attribute.</param>
/// <param name="CanSetNoSnoop">The function may set the attribute now.</param>
public sealed record DevicePath(
    string Device,
    Snooped Ordinary,
    Snooped NoSnoop,
    bool CanSetNoSnoop,
    ImmutableArray<Reason> Chain
)
{
    /// <summary>The one buffer whose requests it describes; null: those for every buffer.</summary>
    public string? Buffer { get; init; }

    /// <summary>In which order its reads of different buffers reach memory.</summary>
    public DeviceReads Reads { get; init; }

    /// <summary>On what <see cref="Ordinary"/> hangs that no source is sure of ("whether ..."); null where it is not
    /// <see cref="Snooped.Either"/>, or is for a reason that is certain.</summary>
    public string? OrdinaryDoubt { get; init; }

    /// <summary>The same of <see cref="NoSnoop"/>.</summary>
    public string? NoSnoopDoubt { get; init; }

    public Snooped Of(Step step) => step.NoSnoop ? NoSnoop : Ordinary;

    public string? DoubtOf(Step step) => step.NoSnoop ? NoSnoopDoubt : OrdinaryDoubt;
}

/// <summary>What the instructions of the program's CPUs really do.</summary>
/// <param name="Wbinvd">Of wbinvd and wbnoinvd in a guest; <see cref="WbinvdMode.Native"/> on a host.</param>
/// <param name="FlushOnMove">KVM executes WBINVD on the CPU that a vCPU leaves (non-coherent DMA without WBINVD
/// exiting).</param>
/// <param name="SetWayTrapped">Arm under KVM: set/way operations trap, the first one flushes everything.</param>
/// <param name="SetWayIgnored">Arm under KVM with FWB: set/way operations do nothing.</param>
/// <param name="StageTwo">Arm with a stage 2: dc_ivac always acts as dc_civac.</param>
public sealed record CpuPath(
    WbinvdMode Wbinvd,
    bool FlushOnMove,
    bool SetWayTrapped,
    bool SetWayIgnored,
    bool StageTwo,
    ImmutableArray<Reason> Chain
);

/// <summary>
/// Everything about a machine in one state that decides what a program's steps do to the caches: the input of the
/// coherence checker. Two machines with equal paths give equal verdicts.
/// </summary>
public sealed record ProgramPath
{
    public required Program Program { get; init; }

    /// <summary>Of the CPUs that run it.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>Of the host whose program it is, or in whose guest it runs.</summary>
    public required KernelVersion Kernel { get; init; }

    /// <summary>
    /// The owner is a guest (its vCPU N starts on physical CPU N modulo <see cref="PhysicalCpus"/>), else the host
    /// itself.
    /// </summary>
    public required bool InGuest { get; init; }

    public required int PhysicalCpus { get; init; }

    /// <summary>CPUs of the owner: vCPUs of the guest, or CPUs of the host.</summary>
    public required int OwnCpus { get; init; }

    /// <summary>
    /// The architecture completes a pending line operation with the CPU's next wb access to the line (Arm).
    /// </summary>
    public required bool AccessCompletesLineOperations { get; init; }

    public required CpuPath Cpu { get; init; }

    public CoherenceProfile Profile { get; init; } = CoherenceProfile.Core;

    /// <summary>
    /// <c>recycle</c> ends with a flush of the page's lines in every cache, before anybody else gets it.
    /// </summary>
    public bool RecycleFlushes { get; init; }

    /// <summary>In the order of the program's buffers.</summary>
    public required ImmutableArray<BufferPath> Buffers { get; init; }

    /// <summary>
    /// In the order of the program's devices: one for each, or one for each buffer where its requests differ by that.
    /// </summary>
    public required ImmutableArray<DevicePath> Devices { get; init; }

    /// <summary>
    /// Set where the program cannot run in this state (the guest does not hold its device, say): verdict error.
    /// </summary>
    public Reason? CannotRun { get; init; }

    /// <summary>Set where something on the path is not known: verdict undecided, never a guess.</summary>
    public Reason? NotKnown { get; init; }

    /// <summary>
    /// How the device of a dma step reaches the buffer of that step; null where the path does not say.
    /// </summary>
    public DevicePath? DeviceAt(Step step) =>
        Devices.FirstOrDefault(device =>
            device.Device == step.Device && (device.Buffer is null || device.Buffer == step.Buffer)
        );
}
