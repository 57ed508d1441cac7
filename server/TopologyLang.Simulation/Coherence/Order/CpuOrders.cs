using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>The memory models of the architectures, as far as programs can see them.</summary>
public static class CpuOrders
{
    private const AccessPairs Tso = AccessPairs.ReadAny | AccessPairs.WriteWrite;
    private const AccessPairs Coherent = AccessPairs.ReadAny | AccessPairs.WriteWrite;
    private const AccessPairs StoresBefore = AccessPairs.WriteWrite;
    private const AccessPairs AllBefore = AccessPairs.WriteWrite | AccessPairs.ReadWrite;

    public static readonly ImmutableArray<CpuOrderRow> Rows =
    [
        new(
            Architecture.X86_64,
            Tso,
            Coherent,
            AccessPairs.None,
            AllBefore,
            true,
            "Intel SDM vol. 3, 9.2.3 (memory ordering in P6 and later); arch/x86/include/asm/io.h:writel (uncached "
                + "store)"
        ),
        new(
            Architecture.S390x,
            Tso,
            Coherent,
            AccessPairs.None,
            AllBefore,
            true,
            "z/Architecture Principles of Operation, chapter 5 (Storage-Operand References)"
        ),
        new(
            Architecture.Arm64,
            AccessPairs.None,
            Coherent,
            AccessPairs.ReadWrite,
            StoresBefore,
            true,
            "Arm ARM DDI 0487, B2.3 and aarch64.cat; arch/arm64/include/asm/io.h:__iowmb (dma_wmb)"
        ),
        new(
            Architecture.Arm,
            AccessPairs.None,
            Coherent,
            AccessPairs.ReadWrite,
            StoresBefore,
            false,
            "Arm ARM DDI 0487, B2.3, and DDI 0406C, A3.5.3: before Armv8 stores to normal memory are not multi-copy "
                + "atomic; arch/arm/include/asm/io.h:__iowmb (wmb)"
        ),
        new(
            Architecture.Riscv64,
            AccessPairs.None,
            Coherent,
            AccessPairs.ReadWrite,
            StoresBefore,
            true,
            "RISC-V unprivileged ISA, RVWMO; arch/riscv/include/asm/mmio.h:__io_bw (fence w,o)"
        ),
        // CPUs without LD_SEQ_SA (CPUCFG word 3, bit 23) may take two loads of one address in either order: hint 0x700
        // in arch/loongarch/include/asm/barrier.h (e031a5f3f1ed), and the dbar 0x700 that GCC puts behind a relaxed
        // atomic load (gcc/config/loongarch/sync.md).
        new(
            Architecture.Loongarch64,
            AccessPairs.None,
            AccessPairs.ReadWrite | AccessPairs.WriteWrite,
            AccessPairs.ReadWrite,
            StoresBefore,
            false,
            "LoongArch reference manual vol. 1, 2.2.8 (DBAR): nothing read there says that a store reaches all at "
                + "once; include/asm-generic/io.h:__io_bw (wmb)"
        ),
        new(
            Architecture.Ppc64,
            AccessPairs.None,
            Coherent,
            AccessPairs.ReadWrite,
            AllBefore,
            false,
            "Power ISA book II, 1.7 and ppc.cat; arch/powerpc/include/asm/io.h:DEF_MMIO_OUT_D (sync)"
        ),
    ];

    public static CpuOrderRow Of(Architecture architecture) => Rows.First(row => row.Architecture == architecture);
}
