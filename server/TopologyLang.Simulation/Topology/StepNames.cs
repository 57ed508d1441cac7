namespace TopologyLang.Simulation.Topology;

/// <summary>The steps of a program by the names that the language has for them.</summary>
public static class StepNames
{
    private static readonly Dictionary<StepKind, string> Names = new()
    {
        [StepKind.Write] = "write",
        [StepKind.Read] = "read",
        [StepKind.Wbinvd] = "wbinvd",
        [StepKind.Wbnoinvd] = "wbnoinvd",
        [StepKind.Invd] = "invd",
        [StepKind.Clflush] = "clflush",
        [StepKind.Clflushopt] = "clflushopt",
        [StepKind.Clwb] = "clwb",
        [StepKind.DcCvac] = "dc_cvac",
        [StepKind.DcCivac] = "dc_civac",
        [StepKind.DcIvac] = "dc_ivac",
        [StepKind.DcCsw] = "dc_csw",
        [StepKind.DcCisw] = "dc_cisw",
        [StepKind.DcIsw] = "dc_isw",
        [StepKind.Fence] = "fence",
        [StepKind.Move] = "move",
        [StepKind.DmaRead] = "dma read",
        [StepKind.DmaWrite] = "dma write",
        [StepKind.SyncForDevice] = "sync_for_device",
        [StepKind.SyncForCpu] = "sync_for_cpu",
        [StepKind.Recycle] = "recycle",
        [StepKind.Wait] = "wait",
        [StepKind.DmaWait] = "dma wait",
        [StepKind.Barrier] = "barrier",
        [StepKind.Doorbell] = "doorbell",
        [StepKind.DmaInterrupt] = "dma interrupt",
    };

    private static readonly Dictionary<BarrierKind, string> BarrierNames = new()
    {
        [BarrierKind.Mb] = "mb",
        [BarrierKind.Rmb] = "rmb",
        [BarrierKind.Wmb] = "wmb",
        [BarrierKind.DmaMb] = "dma_mb",
        [BarrierKind.DmaRmb] = "dma_rmb",
        [BarrierKind.DmaWmb] = "dma_wmb",
        [BarrierKind.SmpMb] = "smp_mb",
        [BarrierKind.SmpRmb] = "smp_rmb",
        [BarrierKind.SmpWmb] = "smp_wmb",
    };

    public static string Of(StepKind kind) => Names[kind];

    public static string Of(BarrierKind kind) => BarrierNames[kind];
}
