using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>
/// The barriers of Linux by architecture. The kernel defines <c>dma_mb()</c> for every architecture since 6.0
/// (ed59dfd9509d, "asm-generic: Add memory barrier dma_mb()"); arm64 had one of its own before (a76a37777f2c, older
/// than every known kernel).
/// </summary>
/// <remarks>
/// Documentation/memory-barriers.txt promises no order of a device's registers by dma_ barriers. A row is what the
/// instruction does: on arm64 and arm the very one that <c>writel()</c> has, on x86 and s390x nothing or everything.
/// Where it is about memory alone, or nothing says more, the row is for memory only.
/// </remarks>
public static class Barriers
{
    private const string Arm64 = "arch/arm64/include/asm/barrier.h";
    private const string Arm = "arch/arm/include/asm/barrier.h";
    private const string X86 = "arch/x86/include/asm/barrier.h";
    private const string Riscv = "arch/riscv/include/asm/barrier.h";
    private const string S390 = "arch/s390/include/asm/barrier.h";
    private const string Ppc = "arch/powerpc/include/asm/barrier.h";
    private const string Loongarch = "arch/loongarch/include/asm/barrier.h";
    private const string Generic = "include/asm-generic/barrier.h";
    private const string Nothing = "compiler barrier";

    private static readonly KernelVersion GenericDmaMb = new(6, 0);

    public static readonly ImmutableArray<BarrierRow> Rows =
    [
        .. OfArm64(),
        .. OfArm(),
        .. OfX86(),
        .. OfRiscv(),
        .. OfS390(),
        .. OfPpc(),
        .. OfLoongarch(),
    ];

    /// <summary>
    /// From the weakest to the strongest, the order in which a reader tries them; of those between CPUs and devices.
    /// </summary>
    public static readonly ImmutableArray<BarrierKind> WeakestFirst =
    [
        BarrierKind.DmaWmb,
        BarrierKind.DmaRmb,
        BarrierKind.Wmb,
        BarrierKind.Rmb,
        BarrierKind.DmaMb,
        BarrierKind.Mb,
    ];

    public static BarrierRow Of(Architecture architecture, BarrierKind kind) =>
        Rows.First(row => row.Architecture == architecture && row.Kind == kind);

    /// <summary>
    /// The barriers that keep two accesses in order for a device too: those of which Linux promises it, the weakest
    /// first, and then those that do it on this architecture.
    /// </summary>
    /// <param name="withRegister">One of the two is a store to a device's register.</param>
    public static ImmutableArray<BarrierKind> Ordering(
        Architecture architecture,
        AccessPairs pair,
        bool withRegister
    ) =>
        [
            .. WeakestFirst
                .Where(kind => (Of(architecture, kind).PairsOf(withRegister) & pair) == pair)
                .OrderBy(kind => !Promises(kind, pair, withRegister)),
        ];

    /// <summary>
    /// Linux promises the order on every architecture, whatever one does beyond it: read barriers order reads, write
    /// barriers writes, and full ones all; those of dma_ promise nothing of registers
    /// (Documentation/memory-barriers.txt, "Varieties of memory barrier", "CPU memory barriers" and "Kernel I/O barrier
    /// effects").
    /// </summary>
    private static bool Promises(BarrierKind kind, AccessPairs pair, bool withRegister) =>
        kind switch
        {
            BarrierKind.Rmb or BarrierKind.SmpRmb => pair == AccessPairs.ReadRead,
            BarrierKind.Wmb or BarrierKind.SmpWmb => pair == AccessPairs.WriteWrite,
            BarrierKind.DmaRmb => !withRegister && pair == AccessPairs.ReadRead,
            BarrierKind.DmaWmb => !withRegister && pair == AccessPairs.WriteWrite,
            BarrierKind.DmaMb => !withRegister,
            _ => true,
        };

    private static IEnumerable<BarrierRow> OfArm64()
    {
        BarrierRow Row(BarrierKind kind, AccessPairs pairs, string instruction) =>
            new(Architecture.Arm64, kind, pairs, instruction, Arm64);

        yield return Row(BarrierKind.Mb, AccessPairs.All, "dsb sy") with
        {
            Completes = true,
        };
        // By aarch64.cat DSB LD orders loads before everything, DSB ST stores before everything.
        yield return Row(BarrierKind.Rmb, AccessPairs.ReadAny, "dsb ld");
        yield return Row(BarrierKind.Wmb, AccessPairs.WriteAny, "dsb st");
        yield return Row(BarrierKind.DmaMb, AccessPairs.All, "dmb osh");
        yield return Row(BarrierKind.DmaRmb, AccessPairs.ReadAny, "dmb oshld");
        yield return Row(BarrierKind.DmaWmb, AccessPairs.WriteWrite, "dmb oshst");
        yield return Row(BarrierKind.SmpMb, AccessPairs.All, "dmb ish") with
        {
            ForCpusOnly = true,
        };
        yield return Row(BarrierKind.SmpRmb, AccessPairs.ReadAny, "dmb ishld") with
        {
            ForCpusOnly = true,
        };
        yield return Row(BarrierKind.SmpWmb, AccessPairs.WriteWrite, "dmb ishst") with
        {
            ForCpusOnly = true,
        };
    }

    /// <summary>
    /// As built with CONFIG_SMP or CONFIG_ARM_DMA_MEM_BUFFERABLE. What DSB ST does for later loads is not relied on
    /// here.
    /// </summary>
    private static IEnumerable<BarrierRow> OfArm()
    {
        BarrierRow Row(BarrierKind kind, AccessPairs pairs, string instruction) =>
            new(Architecture.Arm, kind, pairs, instruction, Arm);

        yield return Row(BarrierKind.Mb, AccessPairs.All, "dsb and __arm_heavy_mb") with
        {
            Completes = true,
        };
        yield return Row(BarrierKind.Rmb, AccessPairs.All, "dsb");
        yield return Row(BarrierKind.Wmb, AccessPairs.WriteWrite, "dsb st and __arm_heavy_mb");
        yield return Row(BarrierKind.DmaMb, AccessPairs.All, "mb") with
        {
            Since = GenericDmaMb,
            Source = Generic,
        };
        yield return Row(BarrierKind.DmaRmb, AccessPairs.All, "dmb osh");
        yield return Row(BarrierKind.DmaWmb, AccessPairs.WriteWrite, "dmb oshst");
        yield return Row(BarrierKind.SmpMb, AccessPairs.All, "dmb ish") with
        {
            ForCpusOnly = true,
        };
        yield return Row(BarrierKind.SmpRmb, AccessPairs.All, "dmb ish") with
        {
            ForCpusOnly = true,
        };
        yield return Row(BarrierKind.SmpWmb, AccessPairs.WriteWrite, "dmb ishst") with
        {
            ForCpusOnly = true,
        };
    }

    /// <summary>
    /// Beyond what the CPU keeps anyway (<see cref="CpuOrders"/>); wmb orders write-combining stores as well.
    /// </summary>
    private static IEnumerable<BarrierRow> OfX86()
    {
        BarrierRow Row(BarrierKind kind, AccessPairs pairs, string instruction) =>
            new(Architecture.X86_64, kind, pairs, instruction, X86);

        yield return Row(BarrierKind.Mb, AccessPairs.All, "mfence") with
        {
            Completes = true,
        };
        yield return Row(BarrierKind.Rmb, AccessPairs.None, "lfence");
        yield return Row(BarrierKind.Wmb, AccessPairs.WriteWrite, "sfence") with
        {
            Completes = true,
        };
        yield return Row(BarrierKind.DmaMb, AccessPairs.All, "mfence") with
        {
            Since = GenericDmaMb,
            Source = Generic,
        };
        yield return Row(BarrierKind.DmaRmb, AccessPairs.None, Nothing);
        yield return Row(BarrierKind.DmaWmb, AccessPairs.None, Nothing);
        yield return Row(BarrierKind.SmpMb, AccessPairs.All, "lock addl");
        yield return Row(BarrierKind.SmpRmb, AccessPairs.None, Nothing);
        yield return Row(BarrierKind.SmpWmb, AccessPairs.None, Nothing);
    }

    /// <summary>
    /// A fence orders a device's registers only where it has i or o (RISC-V unprivileged ISA, FENCE). Kernels without
    /// a dma_rmb and dma_wmb of their own have rmb and wmb instead, which do: not relied on.
    /// </summary>
    private static IEnumerable<BarrierRow> OfRiscv()
    {
        BarrierRow Row(BarrierKind kind, AccessPairs pairs, string instruction) =>
            new(Architecture.Riscv64, kind, pairs, instruction, Riscv);

        yield return Row(BarrierKind.Mb, AccessPairs.All, "fence iorw,iorw") with
        {
            Completes = true,
        };
        yield return Row(BarrierKind.Rmb, AccessPairs.ReadRead, "fence ir,ir");
        yield return Row(BarrierKind.Wmb, AccessPairs.WriteWrite, "fence ow,ow");
        yield return Row(BarrierKind.DmaMb, AccessPairs.All, "mb") with
        {
            Since = GenericDmaMb,
            Source = Generic,
        };
        yield return Row(BarrierKind.DmaRmb, AccessPairs.ReadRead, "fence r,r") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.DmaWmb, AccessPairs.WriteWrite, "fence w,w") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.SmpMb, AccessPairs.All, "fence rw,rw") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.SmpRmb, AccessPairs.ReadRead, "fence r,r") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.SmpWmb, AccessPairs.WriteWrite, "fence w,w") with
        {
            ForMemoryOnly = true,
        };
    }

    private static IEnumerable<BarrierRow> OfS390()
    {
        BarrierRow Row(BarrierKind kind, AccessPairs pairs, string instruction) =>
            new(Architecture.S390x, kind, pairs, instruction, S390);

        yield return Row(BarrierKind.Mb, AccessPairs.All, "bcr 14,0") with
        {
            Completes = true,
        };
        yield return Row(BarrierKind.Rmb, AccessPairs.None, Nothing);
        yield return Row(BarrierKind.Wmb, AccessPairs.None, Nothing);
        yield return Row(BarrierKind.DmaMb, AccessPairs.All, "mb") with
        {
            Since = GenericDmaMb,
            Source = Generic,
        };
        yield return Row(BarrierKind.DmaRmb, AccessPairs.All, "bcr 14,0");
        yield return Row(BarrierKind.DmaWmb, AccessPairs.All, "bcr 14,0");
        yield return Row(BarrierKind.SmpMb, AccessPairs.All, "bcr 14,0");
        yield return Row(BarrierKind.SmpRmb, AccessPairs.None, Nothing);
        yield return Row(BarrierKind.SmpWmb, AccessPairs.None, Nothing);
    }

    /// <summary>
    /// lwsync orders everything but a store before a load, and eieio stores; neither orders what is cached with a
    /// device's registers (the comment at the head of the file). SMPWMB is lwsync or eieio: only what both do is relied
    /// on.
    /// </summary>
    private static IEnumerable<BarrierRow> OfPpc()
    {
        BarrierRow Row(BarrierKind kind, AccessPairs pairs, string instruction) =>
            new(Architecture.Ppc64, kind, pairs, instruction, Ppc);

        const AccessPairs Lwsync = AccessPairs.ReadAny | AccessPairs.WriteWrite;
        yield return Row(BarrierKind.Mb, AccessPairs.All, "sync") with
        {
            Completes = true,
        };
        yield return Row(BarrierKind.Rmb, AccessPairs.All, "sync");
        yield return Row(BarrierKind.Wmb, AccessPairs.All, "sync");
        yield return Row(BarrierKind.DmaMb, AccessPairs.All, "mb") with
        {
            Since = GenericDmaMb,
            Source = Generic,
        };
        yield return Row(BarrierKind.DmaRmb, Lwsync, "lwsync") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.DmaWmb, AccessPairs.WriteWrite, "lwsync or eieio") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.SmpMb, AccessPairs.All, "sync");
        yield return Row(BarrierKind.SmpRmb, Lwsync, "lwsync") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.SmpWmb, AccessPairs.WriteWrite, "lwsync or eieio") with
        {
            ForMemoryOnly = true,
        };
    }

    /// <summary>
    /// With hints; older kernels (and CPUs that ignore hints) have dbar 0, which orders everything: not relied on.
    /// </summary>
    private static IEnumerable<BarrierRow> OfLoongarch()
    {
        BarrierRow Row(BarrierKind kind, AccessPairs pairs, string instruction) =>
            new(Architecture.Loongarch64, kind, pairs, instruction, Loongarch);

        yield return Row(BarrierKind.Mb, AccessPairs.All, "dbar 0") with
        {
            Completes = true,
        };
        yield return Row(BarrierKind.Rmb, AccessPairs.ReadRead, "dbar 0b00101");
        yield return Row(BarrierKind.Wmb, AccessPairs.WriteWrite, "dbar 0b01010");
        yield return Row(BarrierKind.DmaMb, AccessPairs.All, "mb") with
        {
            Since = GenericDmaMb,
            Source = Generic,
        };
        yield return Row(BarrierKind.DmaRmb, AccessPairs.ReadRead, "rmb") with
        {
            Source = Generic,
        };
        yield return Row(BarrierKind.DmaWmb, AccessPairs.WriteWrite, "wmb") with
        {
            Source = Generic,
        };
        yield return Row(BarrierKind.SmpMb, AccessPairs.All, "dbar 0b10000") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.SmpRmb, AccessPairs.ReadRead, "dbar 0b10101") with
        {
            ForMemoryOnly = true,
        };
        yield return Row(BarrierKind.SmpWmb, AccessPairs.WriteWrite, "dbar 0b11010") with
        {
            ForMemoryOnly = true,
        };
    }
}
