using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>The direction that a driver gives a DMA mapping. Source: include/linux/dma-direction.h.</summary>
public enum DmaDirection
{
    ToDevice,
    FromDevice,
    Bidirectional,
}

/// <summary>What an architecture does for a device that is not coherent, from one version on.</summary>
/// <param name="ForDevice">Of arch_sync_dma_for_device(), by <see cref="DmaDirection"/>.</param>
/// <param name="ForCpu">Of arch_sync_dma_for_cpu(), by <see cref="DmaDirection"/>.</param>
internal sealed record SyncRow(
    Architecture Architecture,
    KernelVersion Since,
    Func<DmaDirection, SyncEffect> ForDevice,
    Func<DmaDirection, SyncEffect> ForCpu,
    string Source
)
{
    /// <summary>The row holds only in kernels with this fix; null: in all since its version.</summary>
    public Fix? With { get; init; }

    public bool IsIn(KernelVersion kernel) => kernel >= Since && With?.IsIn(kernel) != false;
}
