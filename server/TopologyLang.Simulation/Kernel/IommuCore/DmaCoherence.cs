using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.IommuCore;

/// <summary>
/// dev_is_dma_coherent(): what the DMA API goes by. Firmware decides, on architectures that can look after a device
/// that is not coherent. Source: include/linux/dma-map-ops.h:dev_is_dma_coherent,
/// drivers/acpi/scan.c:acpi_init_coherency, drivers/of/address.c:of_dma_is_coherent.
/// </summary>
public static class DmaCoherence
{
    public const string Source = "include/linux/dma-map-ops.h:dev_is_dma_coherent";

    /// <summary>Before, every device was coherent for RISC-V's kernels, whatever it was.</summary>
    public static readonly KernelVersion RiscvAsks = new(6, 0);

    /// <summary>
    /// Architectures that select ARCH_HAS_SYNC_DMA_FOR_DEVICE; on the others the answer is yes for every device.
    /// </summary>
    public static bool FirmwareDecides(Architecture architecture) =>
        architecture is Architecture.Arm64 or Architecture.Arm or Architecture.Riscv64;

    public static bool Of(Host host, Device device) => !KernelAsks(host) || device.DmaCoherent;

    public static Reason ToReason(Host host, Device device) =>
        KernelAsks(host)
            ? new Reason(
                $"firmware says that {device.Name} is {(device.DmaCoherent ? "" : "not ")}DMA coherent "
                    + (host.Firmware == Firmware.Acpi ? "(_CCA)" : Property(host.Architecture, device.DmaCoherent)),
                host.Firmware == Firmware.Acpi
                    ? "drivers/acpi/scan.c:acpi_init_coherency"
                    : "drivers/of/address.c:of_dma_is_coherent"
            )
            : new Reason(
                host.Architecture == Architecture.Riscv64
                    ? $"every device is DMA coherent for RISC-V's kernels before {RiscvAsks}"
                    : "every device is DMA coherent for the kernels of this architecture",
                Source
            );

    /// <summary>
    /// Without a word in the device tree RISC-V's kernels take a device as coherent (ARCH_DMA_DEFAULT_COHERENT), Arm's
    /// do not.
    /// </summary>
    private static string Property(Architecture architecture, bool coherent) =>
        architecture != Architecture.Riscv64 ? "(dma-coherent)"
        : coherent ? "(no dma-noncoherent)"
        : "(dma-noncoherent)";

    private static bool KernelAsks(Host host) =>
        FirmwareDecides(host.Architecture) && (host.Architecture != Architecture.Riscv64 || host.Kernel >= RiscvAsks);
}
