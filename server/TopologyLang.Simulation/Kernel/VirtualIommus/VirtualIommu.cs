using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.VirtualIommus;

/// <summary>
/// The IOMMU that a VMM gives to a guest (<c>viommu</c>), as QEMU has it. It says what the guest's kernel believes.
/// What the hardware does is up to the host's page table: with shadowing nothing of the guest's tables but addresses
/// and permissions gets there.
/// </summary>
internal static class VirtualIommu
{
    private const string VtdSource = "QEMU hw/i386/intel_iommu.c:vtd_iommu_notify_flag_changed (7.0)";
    private const string SmmuSource = "QEMU hw/arm/smmuv3.c:smmuv3_notify_flag_changed";
    private const string VdpaSource =
        "QEMU hw/virtio/vhost-vdpa.c:vhost_vdpa_iommu_region_add, vhost_vdpa_iommu_map_notify";
    private const string AddressSpaces = "QEMU hw/vfio/container.c:vfio_get_address_space";

    public static readonly ImmutableArray<VirtualIommuRow> Rows =
    [
        new(
            Viommu.IntelVtd,
            IommuModel.IntelVtd,
            [Architecture.X86_64],
            true,
            new Reason(
                "the guest sees a VT-d unit without snoop control: its kernel takes ordinary DMA as coherent and knows "
                    + "that it cannot block no-snoop",
                "QEMU hw/i386/intel_iommu.c:vtd_properties (snoop-control, off)"
            ),
            new Reason(
                "QEMU refuses assigned devices behind a unit with snoop control, and behind one without caching mode",
                VtdSource
            )
        ),
        new(
            Viommu.AmdVi,
            IommuModel.AmdVi,
            [Architecture.X86_64],
            true,
            new Reason(
                "the guest sees an AMD-Vi unit: its kernel believes that every request is forced to snoop, since it "
                    + "sets FC in its entries; nobody reads that bit",
                "QEMU hw/i386/amd_iommu.c; Linux drivers/iommu/amd/iommu.c:amd_iommu_capable"
            ),
            new Reason(
                "QEMU takes assigned devices behind its AMD-Vi with dma-remap=on only, and versions before 10.2 refuse "
                    + "them",
                "QEMU hw/i386/amd_iommu.c:amdvi_iommu_notify_flag_changed",
                null,
                true
            )
        ),
        new(
            Viommu.Virtio,
            IommuModel.Virtio,
            [Architecture.X86_64, Architecture.Arm64, Architecture.Arm, Architecture.Riscv64, Architecture.Loongarch64],
            true,
            new Reason(
                "the guest sees a virtio-iommu, which has no attribute for snooping: its kernel takes ordinary DMA as "
                    + "coherent (since 5.19.9 and 6.0) and knows that it cannot block no-snoop",
                "virtio specification, IOMMU device; Linux drivers/iommu/virtio-iommu.c:" + "viommu_capable"
            ),
            new Reason(
                "QEMU follows the guest's MAP and UNMAP requests",
                "QEMU hw/virtio/virtio-iommu.c:virtio_iommu_notify_map"
            )
        )
        {
            NoMachine =
                "QEMU hw/virtio/virtio-iommu-pci.c:virtio_iommu_pci_realize; hw/riscv/virt.c:create_fdt_virtio_iommu; "
                + "hw/loongarch/virt.c:virt_get_hotplug_handler",
        },
        new(
            Viommu.ArmSmmuV3,
            IommuModel.ArmSmmuV3,
            [Architecture.Arm64],
            false,
            new Reason(
                "the guest sees an SMMUv3: its kernel goes by the firmware about DMA coherency, and cannot block "
                    + "no-snoop",
                "QEMU hw/arm/smmuv3.c; Linux drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_capable"
            ),
            new Reason(
                "QEMU takes assigned devices behind its SMMUv3 only where the host's SMMUv3 nests the guest's page "
                    + "tables",
                SmmuSource
            )
        ),
    ];

    /// <summary>Null for a guest without one.</summary>
    public static VirtualIommuRow? Of(Guest guest) => Rows.FirstOrDefault(row => row.Viommu == guest.Viommu);

    /// <summary>Why the VMM does not give the guest its devices; null where it does.</summary>
    public static Reason? Refusal(TopologyIndex index, Guest guest)
    {
        if (Of(guest) is not { } row || guest.Assign.IsEmpty)
        {
            return null;
        }

        var architecture = index.Host(guest.Host).Architecture;
        if (!row.Machines.Contains(architecture))
        {
            return new Reason($"QEMU has no virtual IOMMU of this kind for the machine of {guest.Name}", row.NoMachine);
        }

        ImmutableArray<Assignment> passed =
        [
            .. guest.Assign.Where(a => index.Domain(a.Domain).Api != DomainApi.VhostVdpa),
        ];
        if (
            !row.Shadows
            && passed.FirstOrDefault(a => index.Domain(a.Domain).Parent is null) is { Device: { } device } plain
        )
        {
            return new Reason(
                $"{device} reaches {guest.Name} through {plain.Domain}, which is no nested domain, and QEMU's SMMUv3 "
                    + "does not tell VFIO what the guest maps: give it a domain with a parent",
                SmmuSource
            );
        }

        return !passed.IsEmpty && WithSnoopControl(index, guest) is { } controls
            ? new Reason(
                $"the virtual unit {controls.Name} has snoop control: QEMU refuses assigned devices behind such a unit "
                    + "(ENOTSUP)",
                VtdSource
            )
            : SharedDomain(index, passed);
    }

    /// <summary>The host's IOMMU walks the guest's own page tables for its devices.</summary>
    public static bool Nests(TopologyIndex index, Guest guest) =>
        guest.Assign.Any(a => index.Domain(a.Domain).Parent is not null);

    /// <summary>What is not known about the guest's virtual IOMMU.</summary>
    public static Reason? Outside(TopologyIndex index, Guest guest)
    {
        if (Of(guest) is not { } row || guest.Assign.IsEmpty)
        {
            return null;
        }

        return guest.Vmm != "qemu"
            ? new Reason(
                $"{guest.Name}: what {guest.Vmm} does behind a virtual IOMMU was not read; what QEMU does is known"
            )
            : guest.Assign.Select(a => OutsideDomain(index, guest, row, a)).FirstOrDefault(why => why is not null)
                ?? (row.Shadows && Nests(index, guest) ? OutsideNested(index, guest) : null);
    }

    /// <summary>
    /// What the guest's kernel sees, what the VMM does, and what that means for the host; empty without a virtual
    /// IOMMU.
    /// </summary>
    public static ImmutableArray<Reason> ToReasons(TopologyIndex index, Guest guest)
    {
        if (Of(guest) is not { } row)
        {
            return [];
        }

        return Refusal(index, guest) is { } refusal ? [row.Seen, row.Needs, refusal]
            : Nests(index, guest)
                ?
                [
                    row.Seen,
                    new Reason(
                        "the host's IOMMU walks the guest's own tables over those of the host (nested): what "
                            + "may bypass the caches was decided when the nested domain was made",
                        "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_nested_alloc, "
                            + "iommufd_viommu_alloc_hwpt_nested"
                    ),
                ]
            :
            [
                row.Seen,
                row.Needs,
                new Reason(
                    "QEMU maps into the host's domain what the guest maps, one container or IOAS for each address "
                        + "space of the guest; whether the domain enforces was decided at attach, before the guest "
                        + "mapped anything, and KVM is told the same as without",
                    "QEMU hw/vfio/listener.c:vfio_iommu_map_notify; Linux "
                        + "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_type1_attach_group"
                ),
            ];
    }

    private static Reason? OutsideDomain(TopologyIndex index, Guest guest, VirtualIommuRow row, Assignment assignment)
    {
        var domain = index.Domain(assignment.Domain);
        return domain.Api == DomainApi.VhostVdpa && (!row.Shadows || WithSnoopControl(index, guest) is not null)
                ? new Reason(
                    $"{guest.Name}: QEMU cannot follow what the guest maps behind this unit, and does not say so for a "
                        + $"vhost-vdpa device: whether {assignment.Device} goes past the unit (iommu_platform) is not "
                        + "for a file to say",
                    VdpaSource
                )
            : domain.Parent is not null
            && index.UnitOf(index.Device(assignment.Device)) is { } unit
            && unit.Model != row.Unit
                ? new Reason(
                    $"{domain.Name} nests page tables of the kind that {unit.Name} walks, and {guest.Name} sees an "
                        + "IOMMU of another kind: no VMM is known that does both; give it a domain without a parent"
                )
            : null;
    }

    /// <summary>
    /// Of a kind of unit that can shadow too: one unit does one or the other for all devices behind it.
    /// </summary>
    private static Reason? OutsideNested(TopologyIndex index, Guest guest) =>
        guest.Assign.FirstOrDefault(a => index.Domain(a.Domain).Parent is null) is { Device: not null } plain
            ? new Reason(
                $"{guest.Name}: QEMU's unit nests the guest's page tables for every assigned device or for none; "
                    + $"{plain.Device} has none nested, so give {plain.Domain} a parent"
            )
        : WithSnoopControl(index, guest) is { } controls
            ? new Reason(
                $"the virtual unit {controls.Name} has snoop control: whether QEMU takes assigned devices behind such "
                    + "a unit over nested domains is not known",
                VtdSource
            )
        : null;

    /// <summary>Each device behind a virtual IOMMU has an address space of its own, and a container maps one.</summary>
    private static Reason? SharedDomain(TopologyIndex index, ImmutableArray<Assignment> passed) =>
        passed
            .Where(a => index.Domain(a.Domain).Parent is null)
            .GroupBy(a => a.Domain)
            .FirstOrDefault(g => g.Select(a => TopologyIndex.GroupKey(index.Device(a.Device))).Distinct().Count() > 1)
            is { } shared
            ? new Reason(
                $"{string.Join(" and ", shared.Select(a => a.Device))} share {shared.Key}, but behind a virtual IOMMU "
                    + "each device has an address space of its own, and QEMU makes a container or an IOAS for each: "
                    + "declare a domain for each device",
                AddressSpaces
            )
            : null;

    private static Iommu? WithSnoopControl(TopologyIndex index, Guest guest) =>
        index
            .Topology.Hosts.Where(h => h.InGuest == guest.Name)
            .SelectMany(h => index.UnitsOf(h.Name))
            .FirstOrDefault(unit => unit is { Model: IommuModel.IntelVtd, SnoopControl: true });
}
