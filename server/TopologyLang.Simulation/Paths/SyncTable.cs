using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>The cache maintenance of the DMA API by architecture, version and direction.</summary>
internal static class SyncTable
{
    private const string Arm64 =
        "arch/arm64/mm/dma-mapping.c:arch_sync_dma_for_device, arch_sync_dma_for_cpu; "
        + "before 5.19 arch/arm64/mm/cache.S:__dma_map_area";
    private const string Arm = "arch/arm/mm/cache-v7.S:v7_dma_map_area, v7_dma_unmap_area";
    private const string Riscv = "arch/riscv/mm/dma-noncoherent.c:arch_sync_dma_for_device, arch_sync_dma_for_cpu";

    /// <summary>In ascending order of versions; the last row that is not newer than the kernel counts.</summary>
    public static readonly ImmutableArray<SyncRow> Rows =
    [
        new(Architecture.Arm64, new(5, 15), DiscardsForInput, AfterInput(SyncEffect.Invalidate), Arm64),
        new(Architecture.Arm64, new(5, 15), _ => SyncEffect.Clean, AfterInput(SyncEffect.Invalidate), Arm64)
        {
            With = Fixes.ArmCleansForDevice,
        },
        new(Architecture.Arm, new(5, 15), DiscardsForInput, AfterInput(SyncEffect.Invalidate), Arm),
        new(
            Architecture.Riscv64,
            new(6, 0),
            direction => direction == DmaDirection.Bidirectional ? SyncEffect.CleanAndInvalidate : SyncEffect.Clean,
            AfterInput(SyncEffect.CleanAndInvalidate),
            Riscv
        ),
        new(Architecture.Riscv64, new(6, 6), _ => SyncEffect.Clean, AfterInput(SyncEffect.Invalidate), Riscv),
    ];

    /// <summary>Null where the architecture does nothing: every device is coherent for its kernels.</summary>
    public static SyncRow? Find(Host host) =>
        Rows.LastOrDefault(row => row.Architecture == host.Architecture && row.IsIn(host.Kernel));

    /// <summary>What the device will overwrite is not written back.</summary>
    private static SyncEffect DiscardsForInput(DmaDirection direction) =>
        direction == DmaDirection.FromDevice ? SyncEffect.Invalidate : SyncEffect.Clean;

    /// <summary>Nothing is stale after the device has only read.</summary>
    private static Func<DmaDirection, SyncEffect> AfterInput(SyncEffect effect) =>
        direction => direction == DmaDirection.ToDevice ? SyncEffect.Nothing : effect;
}
