using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Language.Binding.Schemas.Defaults;

namespace TopologyLang.Language.Binding.Schemas;

internal static class GuestSchema
{
    private const DeclarationKind Kind = DeclarationKind.Guest;

    public static readonly ImmutableArray<PropertySchema> Properties =
    [
        new(Kind, "vmm", ValueKind.Text, "The virtual machine monitor.", Fixed("qemu", "the usual one"))
        {
            Words = ["qemu"],
        },
        new(
            Kind,
            "vmm_version",
            ValueKind.Version,
            "The VMM's version: what QEMU asks the kernel for, and which devices it takes, differs between them.",
            None("the newest that was read")
        )
        {
            Words = ["11.1", "10.1", "9.1"],
            Source = "QEMU hw/vfio/iommufd.c:iommufd_cdev_autodomains_get; system/physmem.c:ram_block_add",
        },
        new(
            Kind,
            "confidential",
            ValueKind.Word,
            "How its memory is kept from the host: devices then reach only what the guest shares.",
            Fixed("none", "an ordinary guest")
        )
        {
            Words = WordTable.Words<Confidential>(),
            Source =
                "Linux arch/x86/kvm/svm/sev.c, arch/x86/kvm/vmx/tdx.c; in the guest "
                + "arch/x86/mm/mem_encrypt.c:force_dma_unencrypted",
        },
        new(
            Kind,
            "vcpus",
            ValueKind.Count,
            "Virtual CPUs, numbered from 0.",
            Fixed("1", "one is enough for a driver's own order of steps")
        ),
        new(Kind, "memory", ValueKind.Size, "The size of its memory.", None("the size changes no verdict")),
        new(
            Kind,
            "assign",
            ValueKind.Assignments,
            "The devices that the guest holds, each via the domain that maps its memory for them.",
            None("no device")
        ),
        new(
            Kind,
            "kvm_vfio",
            ValueKind.YesNo,
            "The VMM registers the devices with KVM, through its kvm-vfio device.",
            Yes("QEMU does")
        )
        {
            Source = "Linux virt/kvm/vfio.c:kvm_vfio_file_add",
        },
        new(
            Kind,
            "viommu",
            ValueKind.Word,
            "The IOMMU that the guest sees; how QEMU has it.",
            Fixed("none", "VMMs give one only when asked to")
        )
        {
            Words = WordTable.Words<Viommu>(),
            Source = "QEMU hw/i386/intel_iommu.c, hw/i386/amd_iommu.c, hw/virtio/virtio-iommu.c, hw/arm/smmuv3.c",
        },
        new(
            Kind,
            "ignore_guest_pat",
            ValueKind.YesNo,
            "KVM's quirk: the guest's memory types do not count.",
            None("as the kernel version has it")
        )
        {
            Source = "Linux arch/x86/kvm/x86.c:KVM_X86_QUIRK_IGNORE_GUEST_PAT (6.16)",
        },
        new(
            Kind,
            "wbinvd",
            ValueKind.Word,
            "What the hypervisor makes of the guest's wbinvd (seed 003's three states).",
            Fixed("kernel", "what Linux does")
        )
        {
            Words = WordTable.Words<GuestWbinvdPolicy>(),
            Experimental = true,
        },
    ];
}
