using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// What a VMM tells a guest's kernel about the coherency of its devices, whatever the real device is.
/// </summary>
internal static class GuestFirmware
{
    public const string Source =
        "QEMU hw/arm/virt.c:create_pcie, hw/riscv/virt.c:create_fdt_pcie (dma-coherent), hw/pci-host/gpex-acpi.c (_CCA "
        + "1)";

    /// <summary>
    /// QEMU's PCI host bridge is coherent, and every function below it takes that over. False: not known.
    /// </summary>
    public static bool CallsCoherent(Guest guest, Device device) => guest.Vmm == "qemu" && device.Bus == DeviceBus.Pcie;
}
