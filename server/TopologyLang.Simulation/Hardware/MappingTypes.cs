using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Topology.MemoryType;

namespace TopologyLang.Simulation.Hardware;

/// <summary>What a mapping other than wb is on the architectures besides x86 and Arm.</summary>
public static class MappingTypes
{
    private const string Svpbmt = "RISC-V privileged architecture, Svpbmt";
    private const string StageTwo =
        Svpbmt + " (two-stage translation); arch/riscv/kvm/vcpu.c (vcpu_config.c by 7.3): ENVCFG_PBMTE";
    private const string LoongArchMat =
        "LoongArch Reference Manual vol. 1, memory access types; "
        + "arch/loongarch/include/asm/pgtable.h:pgprot_noncached, pgprot_writecombine";
    private const string NoBits = "arch/s390/include/asm/pgtable.h (page-table entry)";
    private const string PowerAttributes =
        "Power ISA, Book II, storage control attributes; "
        + "arch/powerpc/include/asm/book3s/64/pgtable.h:pgprot_noncached";

    private static readonly ImmutableArray<MemoryType> WriteCombined = [Wc, NormalNc];
    private static readonly ImmutableArray<MemoryType> Strict = [Uc, MemoryType.Device];
    private static readonly ImmutableArray<MemoryType> Bypassing = [.. WriteCombined, .. Strict];

    /// <summary>The first row that matches answers.</summary>
    public static readonly ImmutableArray<MappingRow> Rows =
    [
        new(
            Architecture.Riscv64,
            WriteCombined,
            false,
            new(5, 19),
            MappingEffect.Uncached,
            "a mapping of type NC (Svpbmt) bypasses the caches",
            Svpbmt
        ),
        new(
            Architecture.Riscv64,
            Strict,
            false,
            new(5, 19),
            MappingEffect.Uncached,
            "a mapping of type IO (Svpbmt) bypasses the caches",
            Svpbmt
        ),
        new(
            Architecture.Riscv64,
            WriteCombined,
            true,
            new(6, 0),
            MappingEffect.Uncached,
            "KVM's stage 2 leaves the type to the guest, whose NC (Svpbmt) bypasses the caches",
            StageTwo
        ),
        new(
            Architecture.Riscv64,
            Strict,
            true,
            new(6, 0),
            MappingEffect.Uncached,
            "KVM's stage 2 leaves the type to the guest, whose IO (Svpbmt) bypasses the caches",
            StageTwo
        ),
        new(
            Architecture.Riscv64,
            Bypassing,
            null,
            null,
            MappingEffect.Cached,
            "Linux uses Svpbmt since 5.19, and KVM gives it to guests since 6.0: before, a mapping has the type of the "
                + "memory behind it, wb",
            "arch/riscv/include/asm/pgtable-64.h; arch/riscv/kvm/vcpu.c"
        ),
        new(
            Architecture.Riscv64,
            [Wt],
            null,
            null,
            MappingEffect.NoSuchType,
            "RISC-V's page tables know no write-through mapping: a type is PMA, NC or IO",
            Svpbmt
        ),
        new(
            Architecture.S390x,
            [.. Bypassing, Wt],
            null,
            null,
            MappingEffect.Cached,
            "z/Architecture's page tables have no bits for caching: the mapping is cached like every other",
            NoBits
        ),
        new(
            Architecture.Loongarch64,
            [Wt],
            null,
            null,
            MappingEffect.NoSuchType,
            "LoongArch's page tables know no write-through mapping: a type is CC, SUC or WUC",
            LoongArchMat
        ),
        new(
            Architecture.Loongarch64,
            Bypassing,
            true,
            null,
            MappingEffect.Unknown,
            "KVM maps guest memory cached (CC), and how that is combined with the guest's own type is not in a public "
                + "manual",
            "arch/loongarch/kvm/mmu.c:kvm_map_page"
        ),
        new(
            Architecture.Loongarch64,
            WriteCombined,
            null,
            null,
            MappingEffect.Uncached,
            "a weakly ordered uncached mapping (WUC) bypasses the caches and is no part of cache coherency: it is for "
                + "memory that is only written, and what a CPU reads through it may be old",
            LoongArchMat + "; include/drm/drm_cache.h:drm_arch_can_wc_memory"
        )
        {
            WriteOnly = true,
        },
        new(
            Architecture.Loongarch64,
            Strict,
            null,
            null,
            MappingEffect.Uncached,
            "a strongly ordered uncached mapping (SUC) bypasses the caches",
            LoongArchMat
        ),
        new(
            Architecture.Ppc64,
            [.. Bypassing, Wt],
            null,
            null,
            MappingEffect.Unknown,
            "the Power ISA leaves open what an access through a mapping other than wb does "
                + "while a cache holds the line",
            PowerAttributes
        ),
    ];

    /// <summary>Null for an ordinary cached mapping, and on the architectures that have tables of their own.</summary>
    public static MappingRow? Find(Host host, bool inGuest, MemoryType type) =>
        Rows.FirstOrDefault(row => row.Matches(host, inGuest, type));
}
