using System.Collections.Immutable;
using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// What a program's accesses to its buffers really are on Arm: stage 1, and in a guest stage 2 with or without FWB.
/// </summary>
internal static class ArmBufferPaths
{
    private const string StageTwoSource = "arch/arm64/kvm/hyp/pgtable.c:stage2_set_prot_attr";

    public static BufferPath Of(Host host, bool inGuest, Buffer buffer)
    {
        var stageOne = ToArm(buffer.Type);
        var effective = inGuest ? ArmMemoryType.Combine(stageOne, StageTwo(host)) : stageOne;
        ImmutableArray<Reason> chain =
        [
            Declared(buffer, stageOne),
            .. inGuest ? [Combined(host, effective)] : ImmutableArray<Reason>.Empty,
            .. Uncached(effective),
        ];
        return new BufferPath(buffer.Name, [ToAccess(effective)], inGuest, chain)
        {
            Ordering = effective == ArmType.Device ? AccessOrdering.Device : AccessOrdering.Ordinary,
        };
    }

    /// <summary>What KVM writes for memory. It uses FWB wherever the CPUs have it.</summary>
    private static ArmStageTwo StageTwo(Host host) => host.Fwb ? ArmStageTwo.ForcedWriteBack : ArmStageTwo.WriteBack;

    private static Reason Declared(Buffer buffer, ArmType stageOne) =>
        buffer.Type switch
        {
            MemoryType.Wc => new Reason(
                $"{buffer.Name} is mapped wc, which is Normal non-cacheable on Arm",
                "arch/arm64/include/asm/pgtable.h:pgprot_writecombine"
            ),
            MemoryType.Uc => new Reason(
                $"{buffer.Name} is mapped uc, which is Device on Arm",
                "arch/arm64/include/asm/pgtable.h:pgprot_noncached"
            ),
            _ => new Reason($"the program maps {buffer.Name} {Name(stageOne)} (stage 1)"),
        };

    private static Reason Combined(Host host, ArmType effective) =>
        host.Fwb
            ? new Reason(
                "the CPUs have FWB, and KVM forces guest memory to write-back: whatever the guest asks for, its "
                    + "accesses are write-back",
                $"{StageTwoSource}; {ArmMemoryType.FwbSource}"
            )
            : new Reason(
                $"without FWB stage 2 leaves the guest its type: its accesses are {Name(effective)}",
                $"{StageTwoSource}; {ArmMemoryType.CombinedSource}"
            );

    private static ImmutableArray<Reason> Uncached(ArmType effective) =>
        effective switch
        {
            ArmType.WriteBack => [],
            ArmType.WriteThrough =>
            [
                new Reason(
                    "the interconnect treats write-through as non-cacheable: accesses bypass the caches unchecked",
                    "Arm IHI 0070, 16.7.5.2 and 16.7.5.3"
                ),
            ],
            _ =>
            [
                new Reason(
                    "such accesses go to memory and do not look into the caches",
                    "Arm ARM DDI 0487, B2.11 (mismatched attributes)"
                ),
            ],
        };

    private static AccessClass ToAccess(ArmType type) =>
        type == ArmType.WriteBack ? AccessClass.WriteBack : AccessClass.UncachedUnchecked;

    private static ArmType ToArm(MemoryType type) =>
        type switch
        {
            MemoryType.Wb => ArmType.WriteBack,
            MemoryType.Wt => ArmType.WriteThrough,
            MemoryType.Wc or MemoryType.NormalNc => ArmType.NormalNc,
            _ => ArmType.Device,
        };

    private static string Name(ArmType type) =>
        type switch
        {
            ArmType.WriteBack => "write-back",
            ArmType.WriteThrough => "write-through",
            ArmType.NormalNc => "Normal non-cacheable",
            _ => "Device",
        };
}
