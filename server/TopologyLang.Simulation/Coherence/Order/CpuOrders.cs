using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>The memory models of the architectures, as far as programs can see them.</summary>
public static class CpuOrders
{
    private const AccessPairs Tso = AccessPairs.ReadAny | AccessPairs.WriteWrite;
    private const AccessPairs StoresBefore = AccessPairs.WriteWrite;
    private const AccessPairs AllBefore = AccessPairs.WriteWrite | AccessPairs.ReadWrite;

    public static readonly ImmutableArray<CpuOrderRow> Rows =
    [
        new(
            Architecture.X86_64,
            Tso,
            AccessPairs.None,
            AllBefore,
            true,
            "Intel SDM vol. 3, 9.2.3 (memory ordering in P6 and later); arch/x86/include/asm/io.h:writel (uncached "
                + "store)"
        ),
        new(
            Architecture.S390x,
            Tso,
            AccessPairs.None,
            AllBefore,
            true,
            "z/Architecture Principles of Operation, chapter 5 (Storage-Operand References)"
        ),
        new(
            Architecture.Arm64,
            AccessPairs.None,
            AccessPairs.ReadWrite,
            StoresBefore,
            true,
            "Arm ARM DDI 0487, B2.3 and aarch64.cat; arch/arm64/include/asm/io.h:__iowmb (dma_wmb)"
        ),
        new(
            Architecture.Arm,
            AccessPairs.None,
            AccessPairs.ReadWrite,
            StoresBefore,
            true,
            "Arm ARM DDI 0487, B2.3; arch/arm/include/asm/io.h:__iowmb (wmb)"
        ),
        new(
            Architecture.Riscv64,
            AccessPairs.None,
            AccessPairs.ReadWrite,
            StoresBefore,
            true,
            "RISC-V unprivileged ISA, RVWMO; arch/riscv/include/asm/mmio.h:__io_bw (fence w,o)"
        ),
        new(
            Architecture.Loongarch64,
            AccessPairs.None,
            AccessPairs.ReadWrite,
            StoresBefore,
            true,
            "LoongArch reference manual vol. 1, 2.2.8 (DBAR); include/asm-generic/io.h:__io_bw (wmb)"
        ),
        new(
            Architecture.Ppc64,
            AccessPairs.None,
            AccessPairs.ReadWrite,
            AllBefore,
            false,
            "Power ISA book II, 1.7 and ppc.cat; arch/powerpc/include/asm/io.h:DEF_MMIO_OUT_D (sync)"
        ),
    ];

    public static CpuOrderRow Of(Architecture architecture) => Rows.First(row => row.Architecture == architecture);
}
