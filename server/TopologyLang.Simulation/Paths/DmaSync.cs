using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Kernel.IommuCore;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// What the DMA API's dma_sync_* calls do: nothing for a device that is coherent for the kernel, else what the architecture does. Source:
/// kernel/dma/direct.h; arch/arm64/mm/dma-mapping.c:arch_sync_dma_for_device, arch_sync_dma_for_cpu.
/// </summary>
internal static class DmaSync
{
    /// <summary>arm64 cleans to the point of coherency, whatever the direction.</summary>
    public static SyncEffect ForDevice(TopologyIndex index, Host host, Program program) =>
        Maintains(index, host, program) ? SyncEffect.Clean : SyncEffect.Nothing;

    /// <summary>arm64 invalidates to the point of coherency, unless the direction is towards the device.</summary>
    public static SyncEffect ForCpu(TopologyIndex index, Host host, Program program) =>
        Maintains(index, host, program) ? SyncEffect.Invalidate : SyncEffect.Nothing;

    public static Reason? NotSimulated(TopologyIndex index, Host host, Program program)
    {
        if (!program.Steps.Any(s => s.Kind is StepKind.SyncForDevice or StepKind.SyncForCpu) || !Maintains(index, host, program))
        {
            return null;
        }

        return program.Devices.Any(d => DmaCoherence.Of(host, index.Device(d)))
            ? new Reason($"{program.Name}: its devices differ in whether they are DMA coherent, and a sync call does not say which is "
                + "meant")
            : program.Guest is { } guest
                ? new Reason($"{program.Name}: whether the firmware of {guest} says that its device is DMA coherent is not declared, so "
                    + "what a sync call does there is not known; write the dc operation itself")
            : host.Architecture != Architecture.Arm64
                ? new Reason($"{program.Name}: what a sync call does on this architecture depends on its direction, which is not simulated",
                    "arch/riscv/mm/dma-noncoherent.c, arch/arm/mm/dma-mapping.c")
            : null;
    }

    private static bool Maintains(TopologyIndex index, Host host, Program program) =>
        program.Devices.Any(d => !DmaCoherence.Of(host, index.Device(d)));
}
