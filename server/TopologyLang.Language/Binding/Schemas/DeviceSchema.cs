using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Language.Binding.Schemas.Defaults;

namespace TopologyLang.Language.Binding.Schemas;

internal static class DeviceSchema
{
    private const DeclarationKind Kind = DeclarationKind.Device;

    public static readonly ImmutableArray<PropertySchema> Properties =
    [
        new(
            Kind,
            "bus",
            ValueKind.Bus,
            "How it is attached: `pcie ADDRESS` or `platform`.",
            Fixed("platform", "a PCIe function has an address, and none is given")
        )
        {
            Words = ["pcie", "platform"],
        },
        new(
            Kind,
            "no_snoop",
            ValueKind.Word,
            "Enable No Snoop in Device Control (bit 11): hardwired to 0, disabled, enabled, or used by the driver.",
            NoSnoopDefault
        )
        {
            Words = WordTable.Words<NoSnoop>(),
            Source = "PCIe base specification 7.5.3.4",
        },
        new(
            Kind,
            "dma_coherent",
            ValueKind.YesNo,
            "Firmware says that its DMA is coherent (dma-coherent or no dma-noncoherent in a device tree, _CCA in "
                + "ACPI).",
            DmaCoherent
        )
        {
            Source =
                "Linux drivers/of/address.c:of_dma_is_coherent; kernel/dma/Kconfig:ARCH_DMA_DEFAULT_COHERENT; "
                + "drivers/acpi/scan.c:acpi_get_dma_attr",
        },
        new(
            Kind,
            "canwbs",
            ValueKind.YesNo,
            "Its root complex forces the device's requests to write-back (IORT CANWBS).",
            No("an optional flag of the IORT table")
        )
        {
            Source = "Arm IORT (DEN0049) root complex node; Linux drivers/acpi/arm64/iort.c:iort_iommu_configure_id",
        },
        new(Kind, "cpm", ValueKind.YesNo, "Coherent path to memory (IORT).", Cpm)
        {
            Source = "Arm IORT (DEN0049), memory access flags",
        },
        new(
            Kind,
            "dacs",
            ValueKind.YesNo,
            "Device attributes are cacheable and inner shareable (IORT).",
            No("an optional flag of the IORT table")
        )
        {
            Source = "Arm IORT (DEN0049), memory access flags",
        },
        new(
            Kind,
            "ats",
            ValueKind.YesNo,
            "Address translation services: the device keeps translations of its own.",
            No("an optional capability")
        )
        {
            Source = "PCIe base specification 10.5.1",
        },
        new(
            Kind,
            "pasid",
            ValueKind.YesNo,
            "Requests may carry a process address space ID.",
            No("an optional capability")
        )
        {
            Source = "PCIe base specification 7.8.8",
        },
        new(
            Kind,
            "group",
            ValueKind.Text,
            "Its IOMMU group: devices that share one are attached together.",
            None("a group of its own")
        )
        {
            Source = "Linux drivers/iommu/iommu.c:pci_device_group",
        },
        new(Kind, "bound", ValueKind.Text, "The host driver that holds it.", None("no driver keeps VFIO away"))
        {
            Words = ["vfio-pci"],
            Source = "Linux drivers/iommu/iommu.c:iommu_group_claim_dma_owner",
        },
        new(
            Kind,
            "class",
            ValueKind.Text,
            "What kind of device it is. Behind a VT-d, `rmrr` leaves the device to VFIO only if it is a display or a "
                + "USB controller.",
            None("another kind")
        )
        {
            Words = ["display", "network", "storage", "audio", "usb"],
            Source = "Linux drivers/iommu/intel/iommu.c:device_rmrr_is_relaxable",
        },
        new(
            Kind,
            "pci_id",
            ValueKind.Text,
            "Its PCI vendor and device, \"8086:0046\" say: for the graphics on Linux's list VT-d's driver leaves units "
                + "unused.",
            None("not on any list")
        )
        {
            Source = "Linux drivers/iommu/intel/iommu.c:quirk_iommu_igfx",
        },
        new(
            Kind,
            "external",
            ValueKind.YesNo,
            "It is behind an external port (Thunderbolt, USB4, an ExternalFacingPort): the kernel does not trust it.",
            No("most devices are inside of the machine")
        )
        {
            Source =
                "Linux drivers/pci/probe.c:set_pcie_untrusted; drivers/iommu/iommu.c:iommu_get_default_domain_type",
        },
        new(
            Kind,
            "driver",
            ValueKind.Text,
            "How the driver on the program's side behaves.",
            None("an unknown driver does no cache maintenance")
        )
        {
            Words = ["i915"],
        },
        new(
            Kind,
            "vf_of",
            ValueKind.Device,
            "The physical function that this is a virtual function of; its Enable No Snoop rules both.",
            None("no virtual function")
        )
        {
            Source = "PCIe base specification 9.3.5.4",
        },
        new(Kind, "mdev_of", ValueKind.Device, "The device that mediates for this one.", None("no mediated device"))
        {
            Source = "Linux drivers/vfio/vfio_main.c:vfio_register_emulated_iommu_dev",
        },
        new(
            Kind,
            "outer",
            ValueKind.Device,
            "On a host that runs in a guest: the device of the machine below that the guest was given, and that this "
                + "one is.",
            None("no device of the machine below")
        )
        {
            Source = "Linux drivers/vfio/pci/vfio_pci_config.c:init_pci_cap_exp_perm",
        },
        new(
            Kind,
            "rmrr",
            ValueKind.YesNo,
            "Firmware reserves memory for it that must stay mapped.",
            No("the usual case")
        )
        {
            Source = "Linux drivers/iommu/intel/iommu.c:device_rmrr_is_relaxable",
        },
        new(
            Kind,
            "reads",
            ValueKind.Word,
            "Whether it waits for one read before it makes the next, or has several on their way (a wait is ordered in "
                + "any case).",
            Fixed("ordered", "the order in which the program writes them")
        )
        {
            Words = WordTable.Words<DeviceReads>(),
            Source = "PCIe base specification 2.4.1: reads may pass one another",
        },
        new(
            Kind,
            "iommu",
            ValueKind.Word,
            "What is known of an IOMMU in front of a device that is `on` a host: that there is none, or nothing. With "
                + "`unknown` everything that depends on it is not known.",
            Fixed("none", "one that is there is declared, and the device `behind` it")
        )
        {
            Words = WordTable.Words<UnnamedIommu>(),
        },
        new(
            Kind,
            "variant_driver",
            ValueKind.Word,
            "A VFIO variant driver, and whether it asks for no-snoop.",
            Fixed("none", "plain vfio-pci")
        )
        {
            Words = WordTable.Words<VariantDriver>(),
        },
    ];

    private static DefaultValue NoSnoopDefault(DefaultContext context) =>
        context["bus"] == "platform"
            ? new DefaultValue("hardwired_zero", "no PCIe function, so no such attribute")
            : new DefaultValue("enabled", "the reset value of Enable No Snoop is 1 (PCIe 7.5.3.4)");

    private static DefaultValue DmaCoherent(DefaultContext context)
    {
        var platform = context["bus"] == "platform";
        return context.Architecture switch
        {
            Architecture.X86_64 or Architecture.S390x or Architecture.Ppc64 or Architecture.Loongarch64 =>
                new DefaultValue("yes", $"DMA is coherent on {WordTable.Of(context.Architecture)}"),
            Architecture.Riscv64 => new DefaultValue(
                "yes",
                "RISC-V's kernels take DMA as coherent unless firmware says otherwise"
            ),
            _ when platform => new DefaultValue(
                "no",
                "firmware must say so for a platform device on this architecture"
            ),
            Architecture.Arm => new DefaultValue("no", "32-bit Arm needs dma-coherent in its device tree"),
            _ => new DefaultValue("yes", "PCIe root complexes of such machines are described as coherent"),
        };
    }

    private static DefaultValue Cpm(DefaultContext context) => new(context["dma_coherent"], "as dma_coherent says");
}
