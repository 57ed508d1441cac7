using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Maintenance;

/// <summary>
/// Cache maintenance that a driver, or the hypervisor, could do: one instruction, or one and the fence that completes
/// it.
/// </summary>
/// <param name="Cost">What it does to the machine, in words.</param>
/// <param name="LastResort">Only where nothing before it in the list mends the program.</param>
/// <param name="KeepsCopies">As good a flush as another where it is enough; of interest to those who look for every
/// remedy.</param>
internal sealed record MaintenanceCandidate(
    ImmutableArray<StepKind> Kinds,
    CpuScope Scope,
    string Cost,
    bool LastResort = false,
    bool KeepsCopies = false
)
{
    /// <summary>The cheapest first. An architecture whose instructions the language does not have is missing.</summary>
    private static readonly ImmutableArray<MaintenanceCandidate> X86 =
    [
        new([StepKind.Fence], CpuScope.Own, "waits for the CPU's flushes and drains its write-combining buffers"),
        new([StepKind.Clflush], CpuScope.Own, "writes back and drops the buffer's lines in every cache"),
        new(
            [StepKind.Clwb, StepKind.Fence],
            CpuScope.Own,
            "writes the buffer's lines back, waits for it, and keeps them in the caches",
            KeepsCopies: true
        ),
        new([StepKind.Wbinvd], CpuScope.Own, "empties the whole cache of the CPU, which stalls for it"),
        new([StepKind.Wbinvd], CpuScope.All, "stops every CPU and empties every cache"),
    ];

    /// <summary>Arm discourages set/way for coherency (DDI 0487, D7.5.9), so it is never proposed.</summary>
    private static readonly ImmutableArray<MaintenanceCandidate> Arm =
    [
        new(
            [StepKind.Fence],
            CpuScope.Own,
            "waits for the CPU's cache maintenance and drains its write-combining buffers"
        ),
        new(
            [StepKind.DcCivac],
            CpuScope.Own,
            "writes back and drops the buffer's lines in every cache; the fence that follows waits for it"
        ),
        new(
            [StepKind.DcCivac, StepKind.Fence],
            CpuScope.Own,
            "writes back and drops the buffer's lines in every cache, and waits for it",
            LastResort: true
        ),
        new(
            [StepKind.DcCvac, StepKind.Fence],
            CpuScope.Own,
            "writes the buffer's lines back, waits for it, and keeps them in the caches",
            KeepsCopies: true
        ),
    ];

    /// <summary>A leak of the former owner's data is nothing that the new owner can be asked to prevent.</summary>
    private static readonly ImmutableArray<MaintenanceCandidate> X86Hypervisor =
    [
        new(
            [StepKind.Clflush],
            CpuScope.Hypervisor,
            "the hypervisor writes back what it zeroed, page by page, before it gives it away"
        ),
    ];

    private static readonly ImmutableArray<MaintenanceCandidate> ArmHypervisor =
    [
        new(
            [StepKind.DcCivac, StepKind.Fence],
            CpuScope.Hypervisor,
            "the hypervisor writes back what it zeroed, page by page, before it gives it away"
        ),
    ];

    /// <summary>It flushes nothing.</summary>
    public bool IsFence => Kinds is [StepKind.Fence];

    public static ImmutableArray<MaintenanceCandidate> Of(Architecture architecture, Hazard? hazard) =>
        (architecture, hazard) switch
        {
            (Architecture.X86_64, Hazard.InformationLeak) => X86Hypervisor,
            (Architecture.X86_64, _) => X86,
            (Architecture.Arm64 or Architecture.Arm, Hazard.InformationLeak) => ArmHypervisor,
            (Architecture.Arm64 or Architecture.Arm, _) => Arm,
            _ => [],
        };
}
